#!/usr/bin/env python3
"""Opens an HTML report in a headless Chromium, uses it as a reader would, and takes pictures.

    benches/look_at_report.py report.html PICTURES [CHROMIUM]

Filters, sorts, opens a document, goes back and prints; ends with 1 if something does not work, if anything from a memo
has run (its title would change), or if the page says anything on its console. Needs nothing but Python and Chromium.
"""
import base64
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request


class Page:
    """A page over the debugging protocol, by a WebSocket of our own."""

    def __init__(self, address):
        host, path = address.removeprefix("ws://").split("/", 1)
        name, port = host.split(":")
        self.socket = socket.create_connection((name, int(port)))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.socket.recv(4096):
            pass
        self.number, self.said = 0, []

    def read(self, size):
        data = b""
        while len(data) < size:
            data += self.socket.recv(size - len(data))
        return data

    def message(self):
        whole = b""
        while True:
            first, length = self.read(2)
            length &= 127
            if length > 125:
                length = struct.unpack(">H" if length == 126 else ">Q", self.read(2 if length == 126 else 8))[0]
            whole += self.read(length)
            if first & 128:
                return json.loads(whole)

    def call(self, method, **parameters):
        self.number += 1
        data = json.dumps({"id": self.number, "method": method, "params": parameters}).encode()
        length = bytes([128 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        mask = os.urandom(4)
        self.socket.sendall(b"\x81" + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                return answer.get("result", answer)
            if answer.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                self.said.append(json.dumps(answer["params"])[:300])

    def run(self, script):
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return result.get("result", {}).get("value")

    def wait(self, script, seconds=30):
        end = time.time() + seconds
        while time.time() < end:
            if self.run(script):
                return True
            time.sleep(0.1)
        return False

    def picture(self, path, whole=False):
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        open(path, "wb").write(base64.b64decode(shot["data"]))


def main(report, pictures, chromium="chromium"):
    os.makedirs(pictures, exist_ok=True)
    profile = tempfile.mkdtemp()
    browser = subprocess.Popen([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--remote-allow-origins=*",
                                f"--user-data-dir={profile}", "about:blank"], stderr=subprocess.PIPE, text=True)
    wrong = []

    def check(what, holds):
        print(("ok    " if holds else "WRONG ") + what)
        if not holds:
            wrong.append(what)

    try:
        port = next(line for line in browser.stderr if "DevTools listening" in line).split("127.0.0.1:")[1].split("/")[0]
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json"))
        page = Page(next(p["webSocketDebuggerUrl"] for p in pages if p["type"] == "page"))
        for domain in ("Page", "Runtime", "Log"):
            page.call(domain + ".enable")
        size = lambda width, height: page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        scheme = lambda name: page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])
        size(1280, 1000)
        start = time.time()
        page.call("Page.navigate", url="file://" + os.path.abspath(report))
        check("the documents are read", page.wait("document.body && document.body.dataset.ready === 'yes'", 120))
        print(f"      ready after {time.time() - start:.1f} s, {page.run('document.querySelectorAll(`*`).length')} elements")
        page.picture(pictures + "/overview.png")
        page.run("document.querySelector('#rules a').click()")
        check("a rule's name filters", page.wait("document.querySelector('#status').textContent.match(/^[0-9,]+ of/) && document.querySelector('#rule').value"))
        check("every table has a name", page.run("[...document.querySelectorAll('table')].every(t => t.caption && t.caption.textContent)"))
        check("every column has a head", page.run("[...document.querySelectorAll('thead th')].every(h => h.textContent.trim())"))
        page.run("{ const b = [...document.querySelectorAll('#heads button')].find(b => b.textContent.startsWith('Errors')); b.focus(); b.click(); }")
        check("a head sorts", page.wait("!!document.querySelector('[aria-sort=descending]')"))
        counts = page.run("[...document.querySelectorAll('#rows tr')].map(r => +r.children[document.querySelectorAll('#heads th').length - 4].textContent)")
        check("rows are in order", counts == sorted(counts, reverse=True) and len(counts) > 0)
        check("the focus stays on the head", page.run("document.activeElement.dataset.key === 'errors'"))
        page.run("document.querySelector('#last').focus(); document.querySelector('#last').click()")
        page.wait("document.querySelector('#first').disabled || document.querySelector('#last').disabled")
        check("the focus stays among the pages", page.run("document.activeElement.closest('.pager') !== null"))
        page.run("document.querySelector('#first').click()")
        page.wait("document.querySelector('#first').disabled")
        shown = "+document.querySelector('#status').textContent.split(' of ')[0].replace(/,/g, '')"
        page.run("dispatchEvent(new Event('beforeprint'))")
        check("all rows are printed, or it is said how many are not",
              page.run(f"document.querySelectorAll('#rows tr').length === {shown} || document.querySelector('#unprinted').textContent.includes('more are not')"))
        page.run("dispatchEvent(new Event('afterprint'))")
        check("after that, there are pages again", page.run("document.querySelectorAll('#rows tr').length <= 50"))
        page.run("document.querySelector('#documents').scrollIntoView()")
        page.picture(pictures + "/table.png")
        page.run("document.querySelector('#rows a').click()")
        check("a document opens", page.wait("!document.querySelector('#document').hidden && document.querySelector('#d-text').textContent.length > 0"))
        check("the focus is on it", page.run("document.activeElement.id === 'document'"))
        page.run("document.querySelector('#d-findings button') && document.querySelector('#d-findings button').click()")
        page.picture(pictures + "/document.png")
        scheme("dark")
        page.picture(pictures + "/document-dark.png")
        size(400, 900)
        page.picture(pictures + "/document-phone.png")
        check("a document is as wide as a phone", page.run("document.documentElement.scrollWidth <= innerWidth"))
        scheme("light")
        size(1280, 1000)
        pdf = page.call("Page.printToPDF")
        open(pictures + "/document.pdf", "wb").write(base64.b64decode(pdf["data"]))
        page.call("Input.dispatchKeyEvent", type="keyDown", key="Escape", code="Escape", windowsVirtualKeyCode=27)
        check("escape goes back", page.wait("document.querySelector('#document').hidden"))
        page.run("const q = document.querySelector('#q'); q.value = 'no such thing at all'; q.dispatchEvent(new Event('input'))")
        check("a search that finds nothing says so", page.wait("document.querySelector('#status').textContent.startsWith('0 of')"))
        page.run("document.querySelector('#filters').reset()")
        page.wait("!document.querySelector('#status').textContent.startsWith('0 of')")
        size(400, 900)
        page.run("scrollTo(0, 0)")
        check("the report is as wide as a phone", page.run("document.documentElement.scrollWidth <= innerWidth"))
        page.picture(pictures + "/overview-phone.png")
        size(1280, 1000)
        scheme("dark")
        page.run("(document.querySelector('#by-month') || document.querySelector('#by-office, #factors')).scrollIntoView()")
        page.picture(pictures + "/charts-dark.png")
        scheme("light")
        page.picture(pictures + "/charts.png")
        pdf = page.call("Page.printToPDF")
        open(pictures + "/report.pdf", "wb").write(base64.b64decode(pdf["data"]))
        # Every document in turn, as far as there are not too many: nothing in them may run.
        shown = page.run("document.querySelector('#status').textContent")
        for number in range(min(60, int(shown.split(" of ")[1].split()[0].replace(",", "")))):
            page.run(f"location.hash = '#doc={number}'")
            page.wait("document.querySelector('#d-text').textContent.length > 0")
        check("nothing from a memo has run", page.run("document.title.startsWith('Audit of')"))
        check("the console is silent", not page.said)
        for said in page.said[:5]:
            print("      " + said)
    finally:
        browser.terminate()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
