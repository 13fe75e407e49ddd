#!/usr/bin/env python3
"""Recounts the figures of an audit from its JSON Lines and compares them with what the audit reports.

    totality audit cases/ --jsonl out.jsonl --output-format json > figures.json
    benches/recount.py out.jsonl figures.json

Written apart from the program: it shares no code with it. Ends with 1 if any figure differs.
"""
import json
import math
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations


# As the program has it: more groups than these are not kept apart.
MOST_GROUPS = 20_000


def wilson(part, whole, z=1.959963984540054):
    if whole == 0:
        return 0.0, 1.0
    share = part / whole
    middle, half = share + z * z / (2 * whole), z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, (middle - half) / (1 + z * z / whole)), min(1.0, (middle + half) / (1 + z * z / whole))


def chance(both, a, b, n):
    """Two-sided p that two rules which fired in a and b of n justifications fire together in `both` of them."""
    expected = [a * b / n, a * (n - b) / n, (n - a) * b / n, (n - a) * (n - b) / n]
    if min(expected) < 5:
        tables = [math.comb(b, k) * math.comb(n - b, a - k) for k in range(max(0, a + b - n), min(a, b) + 1)]
        seen = math.comb(b, both) * math.comb(n - b, a - both)
        return "fisher", float(Fraction(sum(t for t in tables if t * 10**7 <= seen * (10**7 + 1)), math.comb(n, a)))
    seen = [both, a - both, b - both, n - a - b + both]
    return "chi-square", math.erfc(math.sqrt(sum((s - e) ** 2 / e for s, e in zip(seen, expected)) / 2))


def holm(ps):
    adjusted, least = [1.0] * len(ps), 0.0
    for rank, index in enumerate(sorted(range(len(ps)), key=lambda i: (ps[i], i))):
        least = min(1.0, max(least, ps[index] * (len(ps) - rank)))
        adjusted[index] = least
    return adjusted


def moment(name):
    return int(name[:4]) * 12 + int(name[5:]) - 1 if "-" in name else int(name)


def cochran_armitage(groups):
    """Slope, z and p of the shares over time; None where there is too little."""
    points = sorted((moment(name), part, whole) for name, (part, whole) in groups.items())
    n, with_it = sum(p[2] for p in points), sum(p[1] for p in points)
    if len(points) < 3 or min(with_it, n - with_it) < 5:
        return None
    middle = Fraction(sum(t * whole for t, _, whole in points), n)
    share = Fraction(with_it, n)
    excess = sum((t - middle) * (part - whole * share) for t, part, whole in points)
    spread = sum(whole * (t - middle) ** 2 for t, _, whole in points)
    z = float(excess) / math.sqrt(share * (1 - share) * spread)
    return float(excess / spread), z, math.erfc(abs(z) / math.sqrt(2))


def main(lines_path, figures_path):
    figures = json.load(open(figures_path, encoding="utf-8"))
    count, severities, states = Counter(), Counter(), Counter()
    rules, findings, outside = Counter(), Counter(), Counter()
    asserted, negated, pairs, same = Counter(), Counter(), Counter(), Counter()
    decisions, kinds, means = Counter(), Counter(), Counter()
    groups = {g["by"]: defaultdict(lambda: [0, 0]) for g in figures["groupings"]}
    without, pooled, severity_of = Counter(), Counter(), {}
    for line in open(lines_path, encoding="utf-8"):
        entry = json.loads(line)
        if "unread" in entry:
            count["unread"] += 1
            continue
        count["documents"] += 1
        count["bytes"] += entry["bytes"]
        if not entry["justification"]:
            count["findings_elsewhere"] += len(entry["diagnostics"])
            continue
        count["justifications"] += 1
        states[entry["in_force"]] += 1
        fired = {d["rule"] for d in entry["diagnostics"]}
        severity_of.update({d["rule"]: d["severity"] for d in entry["diagnostics"]})
        worst = {d["severity"] for d in entry["diagnostics"]}
        if entry["in_force"] == "no":
            outside.update(fired)
            count["outside_with_error"] += "error" in worst
            continue
        count["judged"] += 1
        count["with_error"] += "error" in worst
        count["with_problem"] += bool(worst & {"error", "warning"})
        severities.update(d["severity"] for d in entry["diagnostics"])
        rules.update(fired)
        findings.update(d["rule"] for d in entry["diagnostics"])
        asserted.update({f["id"] for f in entry["factors"] if f["status"] == "asserted"})
        negated.update({f["id"] for f in entry["factors"] if f["status"] == "negated"})
        decisions[entry["decision"]] += 1
        by_kind = defaultdict(set)
        for factor in entry["factors"]:
            if factor["status"] == "asserted":
                by_kind[factor["kind"]].add(factor["id"])
        for kind, ids in by_kind.items():
            kinds[entry["decision"], kind] += 1
            means[entry["decision"], kind] += len(ids)
        problems = sorted({d["rule"] for d in entry["diagnostics"] if d["severity"] != "note"})
        pairs.update(combinations(problems, 2))
        same.update({c["key"] for c in entry["conclusions"]})
        for by, counts in groups.items():
            month = entry["month"]
            name = month if by == "month" else month and month[:4] if by == "year" else entry["metadata"].get(by)
            if name is None:
                without[by] += 1
            else:
                # Groups are kept in the order of the lines, and those after the first so many are one.
                if name not in counts and len(counts) >= MOST_GROUPS:
                    name = "(others)"
                    pooled[by] += 1
                counts[name][0] += "error" in worst
                counts[name][1] += 1

    wrong, checked = [], 0

    def equal(what, found, expected):
        nonlocal checked
        checked += 1
        if isinstance(expected, float):
            if abs(found - expected) > 1e-9:
                wrong.append((what, found, expected))
        elif found != expected:
            wrong.append((what, found, expected))

    def share(what, found, part, whole):
        low, high = wilson(part, whole)
        equal(what + ": count", found["count"], part)
        equal(what + ": of", found["of"], whole)
        equal(what + ": share", found["share"], part / whole if whole else 0.0)
        equal(what + ": low", found["low"], low if part else 0.0)
        equal(what + ": high", found["high"], high if part < whole else 1.0)

    for name in ["documents", "bytes", "unread", "justifications", "judged", "findings_elsewhere"]:
        equal(name, figures[name], count[name])
    for name in ["error", "warning", "note"]:
        equal(name, figures[name + "s"], severities[name])
    equal("in force", {k: v for k, v in figures["in_force"].items() if v}, dict(states))
    judged = count["judged"]
    share("with error", figures["with_error"], count["with_error"], judged)
    share("with problem", figures["with_problem"], count["with_problem"], judged)
    share("outside", figures["outside_with_error"], count["outside_with_error"], states["no"])
    equal("rules", sorted(r["rule"] for r in figures["rules"]), sorted(set(rules) | set(outside)))
    for rule in figures["rules"]:
        equal(rule["rule"], (rule["findings"], rule["outside"]), (findings[rule["rule"]], outside[rule["rule"]]))
        share(rule["rule"], rule["justifications"], rules[rule["rule"]], judged)
    for factor in figures["factors"]:
        share(factor["factor"], factor["asserted"], asserted[factor["factor"]], judged)
        share(factor["factor"], factor["negated"], negated[factor["factor"]], judged)
    for scales in figures["decisions"]:
        decision = scales["decision"]
        equal(decision, scales["justifications"], decisions[decision])
        for kind in scales["kinds"]:
            share(f"{decision}, {kind['kind']}", kind["with"], kinds[decision, kind["kind"]], decisions[decision])
            equal(f"{decision}, {kind['kind']}: mean", kind["mean"], means[decision, kind["kind"]] / decisions[decision])
    for grouping in figures["groupings"]:
        counts = groups[grouping["by"]]
        by = grouping["by"]
        equal(by, (grouping["all"], grouping["without"], grouping["pooled"]), (len(counts), without[by], pooled[by]))
        trend = cochran_armitage(counts) if by in ("month", "year") else None
        equal(by + ": a trend", bool(grouping["trend"]), bool(trend))
        if trend and grouping["trend"]:
            for key, value in zip(("step", "z", "p"), trend):
                equal(f"{by}: {key}", round(grouping["trend"][key], 9), round(value, 9))
        for group in grouping["groups"]:
            share(f"{grouping['by']} {group['name']}", group["with_error"], *counts[group["name"]])
    tested = sorted(r for r in rules if severity_of[r] != "note" and rules[r] >= 10)
    tests = {(a, b): chance(pairs[a, b], rules[a], rules[b], judged) for a, b in combinations(tested, 2)}
    corrected = dict(zip(tests, holm([p for _, p in tests.values()])))
    more = [pair for pair in tests if corrected[pair] < 0.05 and pairs[pair] > rules[pair[0]] * rules[pair[1]] / judged]
    equal("pairs", (figures["pairs_tested"], figures["pairs_found"]), (len(tests), len(more)))
    for pair in figures["pairs"]:
        equal(str(pair["rules"]) + ": test", pair["test"], tests[tuple(pair["rules"])][0])
        equal(str(pair["rules"]) + ": p", round(pair["p"], 7), round(tests[tuple(pair["rules"])][1], 7))
        equal(str(pair["rules"]) + ": p, corrected", round(pair["p_holm"], 7), round(corrected[tuple(pair["rules"])], 7))
        equal(str(pair["rules"]), pair["count"], pairs[tuple(pair["rules"])])
        equal(str(pair["rules"]) + ": expected", pair["expected"], rules[pair["rules"][0]] * rules[pair["rules"][1]] / judged)
    for found in figures["boilerplate"]:
        low, high = found["documents"], found["documents"] + figures["boilerplate_error"]
        equal(found["words"][:40], low <= same[found["key"]] <= high, True)
    for what, found, expected in wrong:
        print(f"{what}: the report has {found}, the lines give {expected}")
    print(f"{checked} figures compared, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
