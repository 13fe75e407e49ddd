//! The ledger of factors as a table.

use super::{Summary, Writer, escape, page, table};
use crate::batch::Checked;
use std::io::{self, Write};

/// The format.
pub(crate) struct Ledger {
    width: usize,
    first: bool,
}

impl Ledger {
    /// For a page of so many columns.
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, first: true }
    }
}

impl Writer for Ledger {
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let Checked { name, source, report, .. } = document;
        if !std::mem::take(&mut self.first) {
            writeln!(out)?;
        }
        let what = if report.justification { "justification" } else { "no justification" };
        let (bold, name) = (page::BOLD, escape::visible(name));
        writeln!(out, "{bold}{name}{bold:#}: {what}, decision: {}", report.decision.name())?;
        let rows: Vec<_> = report
            .factors
            .iter()
            .map(|factor| {
                let at = source.location(factor.span.start);
                let words = source.text().get(factor.span.start..factor.span.end).unwrap_or_default();
                [
                    format!("{}:{}", at.line, at.column),
                    escape::line(&factor.kind),
                    escape::line(&factor.id),
                    factor.status.name().to_owned(),
                    escape::line(words),
                ]
            })
            .collect();
        table::write(&rows, self.width, out)
    }

    fn finish(&mut self, _summary: &Summary, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{document, mention, written};
    use totality::report::Status;

    #[test]
    fn the_ledger_is_a_table_for_each_text() {
        let text = "Never con\u{200b}victed\nof any felony. The NCIC hit came back, his brother's.\n";
        let mut first = document("a.md", text, vec![]);
        first.report.factors.push(mention(text, "con\u{200b}victed\nof any felony", "conviction", Status::Negated));
        first.report.factors.push(mention(text, "NCIC hit", "database-hit", Status::Other));
        let shown = written(Ledger::new(72), &[first, document("b.md", "", vec![])]);
        insta::assert_snapshot!(anstream::adapter::strip_str(&shown).to_string(), @r"
        a.md: justification, decision: enforce
        1:7   basis  conviction    negated  con<U+200B>victed of any felony
        2:20  basis  database-hit  other    NCIC hit

        b.md: justification, decision: enforce
        ");
    }
}
