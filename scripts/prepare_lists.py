#!/usr/bin/env python3
"""Prepare the word lists in lexicons/english/lists.

    scripts/prepare_lists.py            rewrite the WordNet part of every list that has one
    scripts/prepare_lists.py --check    change nothing; say what is wrong, exit 1 if anything is

A list has, in this order:

    # ...            what it holds, its source, its licence
    # from WordNet   the generated terms, sorted (only in lists with roots)
    # by hand        the terms somebody added, sorted
    # left out: ...  terms kept out on purpose, and why; "# note: ..." what to mind about terms that are in

Generated terms are the lemmas of every synset at or under a root (hyponyms; named instances are left out).  The roots are in
scripts/wordnet-roots.txt, the terms and subtrees to keep out in scripts/wordnet-excluded.txt; the form of both is
described at their top.  A term is taken only if its most frequent noun sense lies in the tree, so that words
which mainly mean something else stay out; a word wanted in spite of that goes under "# by hand".

WordNet's data files are those of the Debian package wordnet-base (WordNet 3.0); WORDNET in the environment
names another folder than /usr/share/wordnet.  Without them --check still looks at the form of the lists.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "lexicons" / "english" / "lists"
ROOTS = ROOT / "scripts" / "wordnet-roots.txt"
EXCLUDED = ROOT / "scripts" / "wordnet-excluded.txt"
WORDNET = Path(os.environ.get("WORDNET", "/usr/share/wordnet"))


def normal(lemma):
    """A lemma in the form the lists use: lower case, spaces, no dots, no possessive."""
    term = lemma.lower().replace("_", " ").replace("-", " ").replace(".", "")
    term = re.sub(r"'s\b|(?<=s)'(?= |$)", "", term)
    return " ".join(term.split())


def read_wordnet():
    """The noun synsets, {offset: (lemmas, offsets below)}, and {lemma: (offsets, most frequent first, tag count)}."""
    synsets, index = {}, {}
    for line in open(WORDNET / "data.noun", encoding="utf-8"):
        if line.startswith(" "):
            continue
        field = line.partition(" | ")[0].split()
        n = int(field[3], 16)
        lemmas = field[4 : 4 + 2 * n : 2]
        pointers = field[5 + 2 * n :]
        below = [pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] == "~"]
        synsets[field[0]] = (lemmas, below)
    for line in open(WORDNET / "index.noun", encoding="utf-8"):
        if line.startswith(" "):
            continue
        field = line.split()
        n = int(field[2])
        index[field[0]] = (field[-n:], int(field[-n - 1]))
    return synsets, index


def read_roots():
    roots = {}
    for line in ROOTS.read_text(encoding="utf-8").splitlines():
        field = line.partition("#")[0].split()
        if field:
            roots.setdefault(field[0], []).append((field[1], set(field[2:])))
    return roots


def read_excluded():
    """{list: (terms, offsets)}"""
    excluded, name = {}, None
    for line in EXCLUDED.read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if not line:
            continue
        if line.startswith("["):
            name = line.strip("[]")
            excluded.setdefault(name, (set(), set()))
        elif line.startswith("-"):
            excluded[name][1].add(line[1:].strip())
        else:
            excluded[name][0].update(t.strip() for t in line.split(";") if t.strip())
    return excluded


def generate(name, roots, excluded, wordnet):
    synsets, index = wordnet
    no_terms, no_trees = excluded.get(name, (set(), set()))
    terms = set()
    for root, options in roots[name]:
        tree, open_nodes = set(), [root]
        while open_nodes:
            offset = open_nodes.pop()
            if offset not in tree and offset not in no_trees:
                tree.add(offset)
                open_nodes += synsets[offset][1]
        for offset in tree:
            for lemma in synsets[offset][0]:
                senses, tagged = index[lemma.lower()]
                if senses[0] not in tree:
                    continue
                if "lower" in options and lemma != lemma.lower():
                    continue
                if "seen" in options and tagged == 0:
                    continue
                term = normal(lemma)
                if len(term) > 2 and not re.search(r"\d", term) and term not in no_terms:
                    terms.add(term)
    return terms


def read_list(path):
    """(header lines, generated terms, hand terms, closing comments)"""
    header, generated, by_hand, closing = [], [], [], []
    part = "header"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line == "# from WordNet":
            part = "generated"
        elif line == "# by hand":
            part = "hand"
        elif line.startswith("#"):
            (header if part == "header" else closing).append(line)
        elif line:
            (by_hand if part == "hand" else generated).append(line)
    return header, generated, by_hand, closing


def write_list(path, header, generated, by_hand, closing):
    lines = list(header)
    if generated:
        lines += ["# from WordNet", *sorted(generated)]
    lines += ["# by hand", *sorted(set(by_hand) - set(generated)), *closing]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def faults(path):
    """What is wrong with the form of a list."""
    header, generated, by_hand, _ = read_list(path)
    if not any("Licence:" in line for line in header):
        yield "the header names no licence"
    for part in (generated, by_hand):
        if part != sorted(part):
            yield "not sorted"
    seen = set()
    for term in generated + by_hand:
        if term in seen:
            yield f"twice: {term}"
        seen.add(term)
        if term != " ".join(term.lower().split()) or re.search(r"[-_.;,]|'s\b", term):
            yield f"not in the form of the lists: {term!r}"


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    problems = []
    roots, excluded = read_roots(), read_excluded()
    if (WORDNET / "data.noun").exists():
        wordnet = read_wordnet()
        for name in roots:
            path = LISTS / f"{name}.txt"
            wanted = generate(name, roots, excluded, wordnet)
            header, generated, by_hand, closing = read_list(path)
            if check:
                problems += [f"{name}: missing: {t}" for t in sorted(wanted - set(generated) - set(by_hand))]
                problems += [f"{name}: not generated any more: {t}" for t in sorted(set(generated) - wanted)]
            else:
                write_list(path, header, wanted, by_hand, closing)
    else:
        print(f"no WordNet in {WORDNET}: looking at the form only", file=sys.stderr)
    for path in sorted(LISTS.glob("*.txt")):
        if not path.name.startswith("LICENSE"):
            problems += [f"{path.stem}: {fault}" for fault in faults(path)]
    print("\n".join(problems) or "the lists are in order")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
