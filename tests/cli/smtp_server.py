#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""smtp_server.py CERT KEY DIR [hang] — a mail server of one test: TLS from the first byte, each message a file in DIR. With
`hang` it takes a message and never answers. Prints its port."""
import os
import socket
import ssl
import sys
import threading
import time

cert, key, folder = sys.argv[1:4]
hang = len(sys.argv) > 4
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1], flush=True)
count = 0


def talk(raw):
    global count
    with context.wrap_socket(raw, server_side=True) as s:
        f = s.makefile('rwb')

        def say(line):
            f.write(line.encode() + b'\r\n')
            f.flush()

        say('220 here')
        to = []
        for line in f:
            word = line[:4].upper()
            if word in (b'EHLO', b'HELO'):
                say('250 here')
            elif word == b'RCPT':
                to.append(line.decode().strip())
                say('550 no such box' if b'nobody@' in line else '250 ok')
            elif word == b'DATA':
                say('354 go on')
                body = b''
                for more in f:
                    if more == b'.\r\n':
                        break
                    body += more
                count += 1
                with open(os.path.join(folder, f'{count}.eml'), 'wb') as out:
                    out.write(('\n'.join(to) + '\n').encode() + body)
                if hang:
                    time.sleep(600)
                say('250 taken')
                to = []
            elif word == b'QUIT':
                say('221 bye')
                return
            else:
                say('250 ok')


def serve(raw):
    try:
        talk(raw)
    except (OSError, ssl.SSLError):
        pass


while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
