#!/usr/bin/env python3
"""How fast the program is, beside a bare scan and the peers that are at hand: ratios first.

    benches/speed.py [COUNT]        2000 memos by default, some 3 KB each, generated with a fixed seed

Prints a table. Peers are set beside it where they are on the path: `rg`, `typos`, `proselint`, and a `python` that has
medspaCy (`python3 -m venv FOLDER`, `FOLDER/bin/pip install typos proselint medspacy`, `PATH=FOLDER/bin:$PATH`). Each
command runs in turn with the others, several times; the fastest run of each counts, since everything else on the machine
only slows a run down. The slow peers read a few of the memos once, and what they take to start is left out.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/totality"
EXAMPLES = ROOT / "target/release/examples"


SLOW = 40
CONTEXT = """
import sys, time, medspacy
from medspacy.ner import TargetRule
from pathlib import Path
reader = medspacy.load(enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"])
words = Path(sys.argv[1]).read_text("utf-8").split()
reader.get_pipe("medspacy_target_matcher").add([TargetRule(word, "WORD") for word in words])
texts = [Path(name).read_text("utf-8") for name in sys.argv[2:]]
start = time.perf_counter()
for text in texts:
    reader(text)
sys.stderr.write(str(time.perf_counter() - start))
"""


def slow_peers(files, words):
    """Those that take so long that a few memos and one run tell enough: name, bytes, seconds."""
    some = [str(path) for path in files[:SLOW]]
    size = sum(Path(name).stat().st_size for name in some)
    if shutil.which("proselint"):
        none = seconds(["proselint", "version"])
        yield "proselint", size, seconds(["proselint", "check", *some]) - none
    context = subprocess.run(["python", "-c", CONTEXT, words, *some], capture_output=True, text=True, check=False)
    told = re.search(r"[0-9.]+$", context.stderr) if context.returncode == 0 else None
    if told:
        yield "medspaCy's ConText", size, float(told.group())


def seconds(command, **extra):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=ROOT, **extra)
    return time.perf_counter() - start


def fastest(commands, rounds):
    """The fastest of some rounds in which every command has its turn."""
    best = {name: float("inf") for name in commands}
    for _ in range(rounds):
        for name, (command, threads) in commands.items():
            extra = {"env": {**os.environ, "RAYON_NUM_THREADS": str(threads)}} if threads else {}
            best[name] = min(best[name], seconds(command, **extra))
    return best


def phrases():
    """The words of the lexicon, as a plain list."""
    found = set()
    for path in sorted((ROOT / "lexicons").rglob("*.toml")):
        found.update(word for word in re.findall("[a-z]{4,}", path.read_text("utf-8").lower()))
    return sorted(found)


def row(name, took, size, base):
    print(f"| {name} | {base / took:.3f} | {size / took / 1e6:.2f} MB/s | {took:.2f} s |")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    build = ["cargo", "build", "--release", "--locked", "--quiet", "--bins", "--example", "generate_memos", "--example", "bare_scan"]
    subprocess.run(build, check=True, cwd=ROOT)
    with tempfile.TemporaryDirectory() as folder:
        archive, memos, words = f"{folder}/memos.tar", f"{folder}/memos", f"{folder}/words.txt"
        subprocess.run([EXAMPLES / "generate_memos", str(count), archive, "7"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([EXAMPLES / "generate_memos", str(count), memos, "7"], check=True, stdout=subprocess.DEVNULL)
        Path(words).write_text("\n".join(phrases()), "utf-8")
        files = sorted(path for path in Path(memos).rglob("*") if path.is_file())
        size = sum(path.stat().st_size for path in files)
        one = str(min(files, key=lambda path: abs(path.stat().st_size - 3000)))

        bulk = {
            "bare Aho-Corasick scan, one thread": ([EXAMPLES / "bare_scan", archive], 1),
            "totality check, one thread": ([PROGRAM, "check", memos, "--quiet"], 1),
            "totality check, two threads": ([PROGRAM, "check", memos, "--quiet"], 2),
        }
        if shutil.which("rg"):
            bulk["rg -o -i -w -F, one thread"] = (["rg", "-j1", "-o", "-i", "-w", "-F", "-f", words, memos], 0)
        if shutil.which("typos"):
            bulk["typos, one thread"] = (["typos", "-j1", memos], 0)
        best = fastest(bulk, 3)
        base = best["bare Aho-Corasick scan, one thread"]
        print(f"{count} memos, {size / 1e6:.1f} MB, {os.cpu_count()} cores\n")
        print("| whole program | of the bare scan | rate | time |\n| --- | --- | --- | --- |")
        for name, took in best.items():
            row(name, took, size, base)
        for name, read, took in slow_peers(files, words):
            row(f"{name}, one thread ({read / 1e3:.0f} KB)", took, read, base * read / size)
        single, double = best["totality check, one thread"], best["totality check, two threads"]
        print(f"\nTwo threads are {single / double:.2f} times as fast as one.\n")

        start = {f"totality check, one memo of {Path(one).stat().st_size} bytes": ([PROGRAM, "check", one, "--quiet"], 0)}
        start["totality --version"] = ([PROGRAM, "--version"], 0)
        if shutil.which("rg"):
            start["rg -o -i -w -F -f, the same memo"] = (["rg", "-o", "-i", "-w", "-F", "-f", words, one], 0)
        print("| from start to finish | time |\n| --- | --- |")
        for name, took in fastest(start, 40).items():
            print(f"| {name} | {took * 1000:.1f} ms |")


main()
