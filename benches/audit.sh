#!/usr/bin/env bash
# How long an audit takes and how much memory it needs, beside a bare Aho-Corasick scan of the same bytes.
#
#   benches/audit.sh [COUNT] [FOLDER]     300000 memos by default, some 3 KB each; FOLDER holds what is generated
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-300000}
folder=${2:-$(mktemp -d)}
archive=$folder/memos-$count.tar
program=target/release/totality

cargo build --release --quiet --bins --example generate_memos --example bare_scan
[ -f "$archive" ] || target/release/examples/generate_memos "$count" "$archive" 7
echo "$(nproc) cores, $(stat -c %s "$archive") bytes of archive, $(cargo --version)"

# Runs a command; says how long it took and how much memory it had at most.
measured() {
    local name=$1; shift
    python3 - "$name" "$count" "$@" <<'PYTHON'
import resource, subprocess, sys, time
name, count, *command = sys.argv[1:]
start = time.time()
code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
seconds = time.time() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{name}: {seconds:.1f} s, {int(count) / seconds:.0f} memos/s, {usage.ru_utime + usage.ru_stime:.1f} s of processor, "
      f"{usage.ru_maxrss / 1024:.0f} MB at most, exit code {code}")
PYTHON
}

target/release/examples/bare_scan "$archive"
measured "summary only" "$program" audit "$archive" --quiet
measured "JSON Lines, figures" sh -c "'$program' audit '$archive' --jsonl '$folder/out.jsonl' --output-format json > '$folder/figures.json'"
python3 benches/recount.py "$folder/out.jsonl" "$folder/figures.json"
measured "HTML" "$program" audit "$archive" --html "$folder/report.html" --quiet
ls -l "$folder/report.html" "$folder/out.jsonl"
