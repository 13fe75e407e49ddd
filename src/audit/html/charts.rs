//! Charts as inline SVG. Each stands beside a table with the same figures, so that it is hidden from screen readers.

use crate::audit::figures::Share;
use std::fmt::Write as _;

/// The width and height of the bar in a row, in units of the drawing.
const ROW: (f64, f64) = (220.0, 16.0);

/// Text that is no markup.
pub(super) fn escape(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            _ if crate::output::escape::acts_or_hides(character) => shown.push('\u{fffd}'),
            _ => shown.push(character),
        }
    }
    shown
}

/// A share as `12.3 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1}\u{a0}%", share * 100.0)
}

/// A whole number with its thousands apart.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}

/// A bar with the whisker of its interval, up to `widest`.
pub(super) fn bar(share: &Share, widest: f64, class: &str) -> String {
    let (width, height) = ROW;
    let x = |share: f64| (share / widest.max(f64::MIN_POSITIVE) * width).clamp(0.0, width);
    let middle = height / 2.0;
    format!(
        "<svg class=\"bar {class}\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"track\" width=\"{width}\" height=\"{height}\" rx=\"3\"/>\
         <rect class=\"fill\" width=\"{:.1}\" height=\"{height}\" rx=\"3\"/>\
         <path class=\"whisker\" d=\"M{:.1} {middle}H{:.1}\"/></svg>",
        x(share.share),
        x(share.low),
        x(share.high)
    )
}

/// Two bars from a middle line: what is asserted to the right, what is denied to the left.
pub(super) fn both_ways(asserted: f64, negated: f64) -> String {
    let (width, height) = ROW;
    let zero = width * 0.3;
    let (right, left) = (asserted * (width - zero), (negated * (width - zero)).min(zero));
    format!(
        "<svg class=\"bar two\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"track\" width=\"{width}\" height=\"{height}\" rx=\"3\"/>\
         <rect class=\"denied\" x=\"{:.1}\" width=\"{left:.1}\" height=\"{height}\"/>\
         <rect class=\"fill\" x=\"{zero}\" width=\"{right:.1}\" height=\"{height}\"/>\
         <path class=\"axis\" d=\"M{zero} 0V{height}\"/></svg>",
        zero - left
    )
}

/// Parts of a whole side by side, with their names below.
pub(super) fn parts(parts: &[(&str, u64, &str)]) -> String {
    let whole: u64 = parts.iter().map(|(_, count, _)| count).sum();
    let mut svg = String::from(
        "<svg class=\"parts\" viewBox=\"0 0 1000 28\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">",
    );
    let mut x = 0.0;
    for (_, count, class) in parts {
        let width = 1000.0 * *count as f64 / whole.max(1) as f64;
        // Writing to a string cannot fail.
        let _ = write!(svg, "<rect class=\"{class}\" x=\"{x:.2}\" width=\"{width:.2}\" height=\"28\"/>");
        x += width;
    }
    svg.push_str("</svg><ul class=\"legend\">");
    for (name, count, class) in parts.iter().filter(|(_, count, _)| *count > 0) {
        let share = percent(*count as f64 / whole.max(1) as f64);
        let _ = write!(svg, "<li><span class=\"key {class}\"></span>{name} <b>{}</b> ({share})</li>", number(*count));
    }
    svg.push_str("</ul>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(escape("<b onx='1'>&\"\u{202e}"), "&lt;b onx=&#39;1&#39;&gt;&amp;&quot;\u{fffd}");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
