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
from itertools import combinations


def wilson(part, whole, z=1.959963984540054):
    if whole == 0:
        return 0.0, 1.0
    share = part / whole
    middle, half = share + z * z / (2 * whole), z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, (middle - half) / (1 + z * z / whole)), min(1.0, (middle + half) / (1 + z * z / whole))


def main(lines_path, figures_path):
    figures = json.load(open(figures_path, encoding="utf-8"))
    count, severities, states = Counter(), Counter(), Counter()
    rules, findings, outside = Counter(), Counter(), Counter()
    asserted, negated, pairs, same = Counter(), Counter(), Counter(), Counter()
    decisions, kinds, means = Counter(), Counter(), Counter()
    groups = {g["by"]: defaultdict(lambda: [0, 0]) for g in figures["groupings"]}
    without = Counter()
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
            name = entry["month"] if by == "month" else entry["metadata"].get(by)
            if name is None:
                without[by] += 1
            else:
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
        equal(grouping["by"], (grouping["all"], grouping["without"]), (len(counts), without[grouping["by"]]))
        for group in grouping["groups"]:
            share(f"{grouping['by']} {group['name']}", group["with_error"], *counts[group["name"]])
    for pair in figures["pairs"]:
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
