// SPDX-License-Identifier: Apache-2.0
// hosts.mjs HOSTS LISTED — eth-phishing-detect with its own list and with a long one, and a walk over that list with one URL object
// an entry, as the ChongLuaDao extension does it. HOSTS are asked, LISTED are on the list; one host a line. CPU time, one core.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const lines = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const [hosts, listed] = process.argv.slice(2).map(lines);

// A sample large enough for a second or so: some of these answer fifty times a second.
function cost(check, most) {
  const asked = hosts.filter((_, i) => i % Math.max(1, Math.floor(hosts.length / most)) === 0);
  asked.slice(0, 20).forEach(check);
  const before = process.cpuUsage();
  let flagged = 0;
  for (const host of asked) flagged += check(host) ? 1 : 0;
  const spent = process.cpuUsage(before);
  return [(spent.user + spent.system) / asked.length, flagged / asked.length];
}
const tell = (name, [us, share]) => console.log([name, us.toFixed(3), share.toFixed(4)].join('\t'));

let Detector, config;
try {
  Detector = require('eth-phishing-detect/src/detector.js');
  config = require('eth-phishing-detect/src/config.json');
} catch {
  console.log('eth-phishing-detect\tskipped: npm install in bench/peers brings it');
}
if (Detector) {
  const own = new Detector(config);
  tell(`eth-phishing-detect, its ${config.blacklist.length} entries`, cost((h) => own.check(h).result, 4000));
  const long = new Detector({ ...config, blacklist: listed });
  tell(`eth-phishing-detect, ${listed.length} entries`, cost((h) => long.check(h).result, 400));
}

const walk = (host) => {
  const asked = new URL(`http://${host}/`).host;
  for (const entry of listed) {
    let at;
    try { at = new URL(`http://${entry}/`).host; } catch { continue; }
    if (at === asked) return true;
  }
  return false;
};
tell(`a list walked, ${listed.length} entries`, cost(walk, 30));
