# SPDX-License-Identifier: Apache-2.0
# tsa_server.py FOLDER [lies] — a time-stamping authority on loopback: OpenSSL answers what is posted. Prints its port. With
# "lies" it answers every question with the token of another one.
import http.server
import subprocess
import sys

folder, lies = sys.argv[1], len(sys.argv) > 2


class Authority(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        question = self.rfile.read(int(self.headers['Content-Length']))
        assert self.headers['Content-Type'] == 'application/timestamp-query'
        if lies:
            subprocess.run(['openssl', 'ts', '-query', '-digest', '00' * 32, '-sha256', '-cert', '-out', folder + '/q.tsq'],
                           check=True, stderr=subprocess.DEVNULL)
        else:
            open(folder + '/q.tsq', 'wb').write(question)
        subprocess.run(['openssl', 'ts', '-reply', '-config', folder + '/tsa.cnf', '-queryfile', folder + '/q.tsq', '-signer',
                        folder + '/tsa.pem', '-inkey', folder + '/tsa.key', '-out', folder + '/r.tsr'], check=True,
                       stderr=subprocess.DEVNULL)
        answer = open(folder + '/r.tsr', 'rb').read()
        self.send_response(200)
        self.send_header('Content-Type', 'application/timestamp-reply')
        self.send_header('Content-Length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(('127.0.0.1', 0), Authority)
print(server.server_port, flush=True)
server.serve_forever()
