#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""messages.py PROGRAM DATA — canhgiac beside rspamd, SpamAssassin and fastText: the same Vietnamese messages, one core each.

What can be trained is trained on what the shipped model was trained on (Tran without `suspect-label`, news sentences, interface
strings), and all are asked about IE403, which none has seen. Cost is CPU time of the process that judges, so that a busy machine
does not move it. Servers listen on loopback, in a folder of their own, and end with this script. No row of the data is printed.
"""
import csv, glob, http.client, os, re, shutil, signal, socket, subprocess, sys, tempfile, time

csv.field_size_limit(1 << 24)
TICKS = os.sysconf('SC_CLK_TCK')
ESCAPES = {'t': '\t', 'n': '\n', '\\': '\\'}


def rows(path):
    with open(path, encoding='utf-8', newline='') as f:
        for r in csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE):
            if 'suspect-label' in r['form']:
                continue
            yield re.sub(r'\\([tn\\])', lambda m: ESCAPES[m[1]], r['text']), r['label'] != 'ham'


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def cpu_of(pid):
    """Seconds of CPU of a process and of its children that still live."""
    total = 0.0
    for p in [pid] + [int(x) for x in open(f'/proc/{pid}/task/{pid}/children').read().split()]:
        stat = open(f'/proc/{p}/stat').read().rsplit(')', 1)[1].split()
        total += (int(stat[11]) + int(stat[12])) / TICKS
    return total


def children_cpu():
    t = os.times()
    return t.children_user + t.children_system


def on_one_core(*command):
    return (['taskset', '-c', '0'] if shutil.which('taskset') else []) + list(command)


def as_mail(text):
    body = text.replace('\r', '')
    return ('From: a@sender.example\r\nTo: b@receiver.example\r\nSubject: \r\nDate: Mon, 02 Nov 2026 08:00:00 +0700\r\n'
            'Message-ID: <1@sender.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n'
            'Content-Transfer-Encoding: 8bit\r\n\r\n' + body.replace('\n', '\r\n') + '\r\n').encode()


def wait_for(port, seconds):
    for _ in range(seconds * 10):
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            return True
        except OSError:
            time.sleep(.1)
    return False


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Canhgiac:
    name = 'canhgiac, shipped'

    def __init__(self, work, program, train):
        self.program, self.file = program, f'{work}/batch.tsv'

    def judge(self, texts):
        def escaped(t): return t.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n')
        def run(times):
            with open(self.file, 'w', encoding='utf-8') as f:
                f.write('id\ttext\n')
                for _ in range(times):
                    f.writelines(f'{i}\t{escaped(t)}\n' for i, t in enumerate(texts))
            before = children_cpu()
            out = subprocess.run(on_one_core(self.program, 'check', '--batch', self.file, '--workers', '1'), check=True,
                                 capture_output=True, text=True).stdout
            return out, children_cpu() - before
        once, start = run(1)
        _, many = run(41)
        lines = [line.split('\t') for line in once.splitlines()]
        return [r[1] in ('danger', 'suspicious') for r in lines], (many - start) / 40 / len(texts)


class FastText:
    def __init__(self, work, program, train):
        self.work = work
        with open(f'{work}/train.txt', 'w', encoding='utf-8') as f:
            for text, scam in train:
                f.write(f"__label__{'scam' if scam else 'ham'} {' '.join(text.lower().split())}\n")
        subprocess.run(['fasttext', 'supervised', '-input', f'{work}/train.txt', '-output', f'{work}/ft', '-dim', '16', '-epoch', '25',
                        '-lr', '0.5', '-wordNgrams', '2', '-minn', '2', '-maxn', '5', '-bucket', '100000', '-thread', '1', '-seed', '1'],
                       check=True, capture_output=True)

    name = 'fastText, trained alike'

    def judge(self, texts):
        def run(times):
            with open(f'{self.work}/ask.txt', 'w', encoding='utf-8') as f:
                for _ in range(times):
                    f.writelines(' '.join(t.lower().split()) + '\n' for t in texts)
            before = children_cpu()
            out = subprocess.run(on_one_core('fasttext', 'predict', f'{self.work}/ft.bin', f'{self.work}/ask.txt'), check=True,
                                 capture_output=True, text=True).stdout
            return out, children_cpu() - before
        once, start = run(1)
        _, many = run(21)
        return [line == '__label__scam' for line in once.splitlines()], (many - start) / 20 / len(texts)


class SpamAssassin:
    """Bayes trained alike; at 3 points, where it does best on such texts (5 is its own default)."""
    name, sample = 'SpamAssassin + Bayes, 3 points', 300

    def __init__(self, work, program, train):
        self.work, self.port = work, free_port()
        os.makedirs(f'{work}/sa/bayes')
        for plugins in glob.glob('/etc/spamassassin/*.pre'):
            shutil.copy(plugins, f'{work}/sa')
        with open(f'{work}/sa/local.cf', 'w') as f:
            f.write(f'bayes_path {work}/sa/bayes/bayes\nbayes_auto_learn 0\nlock_method flock\nskip_rbl_checks 1\nbayes_file_mode 0777\n')
        for kind, wanted in (('spam', True), ('ham', False)):
            folder = f'{work}/sa/{kind}'
            os.makedirs(folder)
            # Of the plain sentences a tenth: it learns some 300 a second.
            for i, text in enumerate(t for k, (t, s) in enumerate(train) if s == wanted and (s or k < 1300 or k % 10 == 0)):
                open(f'{folder}/{i}', 'wb').write(as_mail(text))
            subprocess.run(['sa-learn', f'--siteconfigpath={work}/sa', f'--{kind}', '--no-sync', folder], check=True, capture_output=True)
        subprocess.run(['sa-learn', f'--siteconfigpath={work}/sa', '--sync'], check=True, capture_output=True)
        # Started by root it judges as nobody, who must be able to read what was learnt.
        subprocess.run(['chmod', '-R', 'a+rwX', work], check=True)
        self.server = subprocess.Popen(
            on_one_core('spamd', '-L', '-x', '--max-children=1', '--min-children=1', '-i', '127.0.0.1', '-p', str(self.port),
                        f'--siteconfigpath={work}/sa', '--syslog=stderr'), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not wait_for(self.port, 30):
            raise RuntimeError('spamd did not start')

    def judge(self, texts):
        flags, before = [], None
        for text in [texts[0]] + texts:
            answer = subprocess.run(['spamc', '-d', '127.0.0.1', '-p', str(self.port), '-c'], input=as_mail(text),
                                    capture_output=True).stdout.decode()
            points = float(answer.split('/')[0])
            if before is None:  # the first one warms it up
                before = cpu_of(self.server.pid)
                continue
            flags.append(points >= 3)
        return flags, (cpu_of(self.server.pid) - before) / len(texts)

    def close(self):
        stop(self.server)


class Rspamd:
    """Its local modules as shipped; without DNS, which the network here has not."""
    name, sample = 'rspamd, as shipped', 600

    def __init__(self, work, program, train):
        self.port, folder = free_port(), f'{work}/rspamd'
        for d in ('conf/local.d', 'db', 'run', 'log'):
            os.makedirs(f'{folder}/{d}')
        def local(name, text): open(f'{folder}/conf/local.d/{name}', 'w').write(text + '\n')
        for module in ('rbl', 'dkim', 'dkim_signing', 'arc', 'dmarc', 'spf', 'surbl', 'fuzzy_check', 'asn', 'mx_check', 'url_redirector',
                       'greylist', 'ratelimit', 'history_redis', 'replies', 'neural'):
            local(f'{module}.conf', 'enabled = false;')
        for worker in ('controller', 'proxy', 'fuzzy'):
            local(f'worker-{worker}.inc', 'enabled = false;')
        local('options.inc', 'dns { nameserver = "127.0.0.1:9"; timeout = 0.05s; retransmits = 0; }')
        local('worker-normal.inc', f'bind_socket = "127.0.0.1:{self.port}"; count = 1;')
        local('logging.inc', 'type = "console"; level = "error";')
        names = dict(LOCAL_CONFDIR='conf', DBDIR='db', RUNDIR='run', LOGDIR='log')
        self.server = subprocess.Popen(
            on_one_core('rspamd', '-f', '-i', '-c', '/etc/rspamd/rspamd.conf', *[f'--var={k}={folder}/{v}' for k, v in names.items()]),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not wait_for(self.port, 60):
            raise RuntimeError('rspamd did not start')
        time.sleep(5)  # it still compiles its expressions

    def judge(self, texts):
        flags, before = [], None
        link = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        for text in [texts[0]] * 20 + texts:
            link.request('POST', '/checkv2', as_mail(text))
            answer = link.getresponse().read()
            flags.append(float(re.search(rb'"score":(-?[\d.]+)', answer)[1]) >= 6)
            if len(flags) == 20:
                before = cpu_of(self.server.pid)
        return flags[20:], (cpu_of(self.server.pid) - before) / len(texts)

    def close(self):
        stop(self.server)


def quality(flags, labels):
    tp = sum(f and l for f, l in zip(flags, labels))
    fp = sum(f and not l for f, l in zip(flags, labels))
    scams = sum(labels)
    recall = tp / scams if scams else 0
    precision = tp / (tp + fp) if tp + fp else 0
    f1 = 2 * recall * precision / (recall + precision) if tp else 0
    return recall, fp / max(1, len(labels) - scams), f1


def main(program, data):
    train = list(rows(f'{data}/vi_tran2026/messages.tsv')) + list(rows(f'{data}/vi_news_vtb/messages.tsv')) + \
        list(rows(f'{data}/vi_ui_mozilla/messages.tsv'))
    ask = list(rows(f'{data}/vi_ie403/messages.tsv'))
    print(f'== {len(ask)} messages of IE403, {sum(s for _, s in ask)} of them scams; CPU of one core')
    print(f'{"":32}{"us a message":>14}{"a second":>12}{"beside ours":>12}{"recall":>9}{"false alarms":>14}{"F1":>7}')
    ours = None
    for peer, need in ((Canhgiac, program), (FastText, 'fasttext'), (Rspamd, 'rspamd'), (SpamAssassin, 'spamd')):
        if not shutil.which(need):
            print(f'{peer.name:32}  skipped: {need} is not installed')
            continue
        work, tool = tempfile.mkdtemp(), None
        try:
            tool = peer(work, program, train)
            step = max(1, len(ask) // getattr(peer, 'sample', len(ask)))
            part = ask[::step]
            flags, cost = tool.judge([t for t, _ in part])
            ours = ours or cost
            r, fpr, f1 = quality(flags, [s for _, s in part])
            print(f'{peer.name:32}{cost * 1e6:14.1f}{1 / cost:12.0f}{cost / ours:11.0f}x{r:9.3f}{fpr:14.3f}{f1:7.3f}'
                  + (f'   on every {step}th' if step > 1 else ''), flush=True)
        finally:
            if hasattr(tool, 'close'):
                tool.close()
            shutil.rmtree(work, ignore_errors=True)


if __name__ == '__main__':
    main(os.path.realpath(sys.argv[1]), sys.argv[2])
