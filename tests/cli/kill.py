#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill.py CANHGIAC — kill -9 in the middle of a round of looks. What was seen before is on disk and not fetched again; what was
under way is looked at again; no look is lost, doubled or wrong, and the journal and every page kept still hold."""
import collections
import html
import http.cookiejar
import http.server
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

program = os.path.realpath(sys.argv[1])
folder = tempfile.mkdtemp()
data = folder + '/var'
hits = collections.Counter()
failed = False
CLAIMS = 24


def ok(good, what):
    global failed
    failed |= not good
    print('ok -' if good else 'not ok -', what, flush=True)


def free_ports(n):
    while True:
        first = random.randrange(10000, 32000)
        if all(socket.socket().connect_ex(('127.0.0.1', first + i)) for i in range(n)):
            return first


code = ''


class Portal(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        hits[self.path] += 1
        time.sleep(0.1)
        page = f'<html><h1>Tin</h1><p>Bài <a href="http://x.vn/v/{code}">xác minh</a></p></html>'.encode()
        self.send_response(404 if self.path == '/robots.txt' else 200)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        try:
            self.wfile.write(page)
        except OSError:
            pass

    def log_message(self, *_):
        pass


portal = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Portal)
threading.Thread(target=portal.serve_forever, daemon=True).start()
host = f'127.0.0.1:{portal.server_port}'
port = free_ports(9)
site = f'http://127.0.0.1:{port}'
os.environ.update(CANHGIAC_DATA=data, CANHGIAC_DEMO_PORTAL_PORT=str(port + 1), ASAN_OPTIONS='detect_leaks=0',
                  CANHGIAC_SERVER_RATE_LIMIT='false')


def run(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, timeout=100)


def serve():
    p = subprocess.Popen([program, 'serve', '--listen', f'127.0.0.1:{port}'], stderr=open(folder + '/log', 'a'))
    for _ in range(300):
        try:
            urllib.request.urlopen(site + '/readyz', timeout=5)
            return p
        except OSError:
            time.sleep(0.1)
    sys.exit('not ok - it does not serve: ' + open(folder + '/log').read()[-2000:])


class Person:
    def __init__(self, login):
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open
        self.open(site + '/ban/vao', urllib.parse.urlencode({'login': login, 'password': 'canhgiac-2024'}).encode())

    def get(self, path):
        return self.open(site + path).read().decode()

    def post(self, page, path, **fields):
        fields['csrf'] = html.unescape(re.search(r'name="csrf" value="([^"]*)"', self.get(page)).group(1))
        return self.open(site + path, urllib.parse.urlencode(fields).encode()).read().decode()


def events(did):
    lines = run('journal', 'export').stdout.splitlines()
    return [e for e in map(json.loads, lines) if e['did'] == did]


def looks():
    """Of our claims: how many looks each has."""
    ours = {e['on'] for e in claims}
    return collections.Counter(e['on'] for e in events('check.add') if e['on'] in ours)


try:
    ok(run('init', '--demo', 'can-tho-2024').returncode == 0, 'the demonstration is made')
    code = next(r['code'] for r in json.loads(run('material', 'list', '--json').stdout)
                if r.get('state') == 'published' and 'cam-nang' in json.dumps(r))
    server = serve()
    editor, coordinator = Person('bientap.syt'), Person('dieuphoi')
    page = editor.post('/ban/noi-dang', '/ban/noi-dang', host=host)
    unit = re.search(r'name="don-vi" value="([^"]*)"', page).group(1)
    coordinator.post(f'/ban/noi-dang?don-vi={unit}', '/ban/noi-dang/nhan', **{'don-vi': unit, 'host': host})
    duty = re.search(r'/ban/viec/([0-9a-f-]{36})/', editor.get('/ban/viec')).group(1)
    known = {e['on'] for e in events('record.add')}
    for i in range(CLAIMS):
        editor.post('/ban/viec', f'/ban/viec/{duty}/dang', url=f'http://{host}/bai-{i}.html')
    claims = [e for e in events('record.add') if e['on'] not in known]
    ok(len(claims) == CLAIMS, f'{CLAIMS} claims')

    for kill in (6, 14):
        while sum(hits[f'/bai-{i}.html'] for i in range(CLAIMS)) < kill:
            time.sleep(0.02)
        server.send_signal(signal.SIGKILL)
        server.wait()
        time.sleep(0.3)
        before, seen = hits.copy(), looks()
        ok(0 < len(seen) < CLAIMS, f'killed in the middle: {len(seen)} looks are on disk')
        ok(run('journal', 'verify').returncode == 0, 'the journal holds')
        server = serve()
    for _ in range(600):
        if len(looks()) == CLAIMS:
            break
        time.sleep(0.2)
    done = looks()
    ok(len(done) == CLAIMS and set(done.values()) == {1}, f'every claim was looked at, once: {sorted(done.values())}')
    again = sum(n - 1 for p, n in hits.items() if p.startswith('/bai-') and n > 1)
    ok(again <= 2, f'only what was under way is fetched again: {again}')
    verdicts = {json.loads(e['body'])['verdict'] for e in events('check.add') if e['on'] in done}
    ok(verdicts == {'holds'}, f'every verdict is right: {verdicts}')
    server.send_signal(signal.SIGTERM)
    server.wait()
    ok(run('journal', 'verify').returncode == 0, 'the journal holds')
    ok(run('evidence', 'export', 'can-tho-2024', '-o', folder + '/c.warc.gz').returncode == 0, 'every page kept is there')
    ok(run('verify', folder + '/c.warc.gz').returncode == 0, 'and as the journal says')
finally:
    try:
        server.kill()
    except (NameError, OSError):
        pass
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(failed)
