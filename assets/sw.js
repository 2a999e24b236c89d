/* SPDX-License-Identifier: Apache-2.0
   Keeps the site open without a network: after one visit every public page that the index (/tim.json) of the visitor's
   language names, the check with its recogniser, first aid, and the household kit. Pages come from the network while there
   is one; what names its content in its address comes from here. Each version of the program has stores of its own: the
   browser looks for a new one by itself, and the old stores go with the old version. */
'use strict';
const VERSION = '@VERSION@', ASSETS = @ASSETS@;
const CACHE = 'canhgiac-' + VERSION, SITE = 'canhgiac-site-' + VERSION, KIT = 'canhgiac-kit-1';
const PAGES = ['/', '/kiem-tra', '/so-cuu', '/en', '/en/kiem-tra', '/en/so-cuu'];
const KIT_PAGES = ['/ban/tham-ho', '/en/ban/tham-ho'];
const INDEXES = ['/tim.json', '/en/tim.json'];
const LISTS = '/api/v1/lists/manifest.json', FRONT = /^\/api\/v1\/lists\/front-\d+\.cgl$/;
const AT_ONCE = 4, PAUSE = 600000;
const needed = ['canhgiac.css', 'mark.svg', 'site.js', 'check.js', 'field.js'];
/* As recogniser.mjs asks: of the two recognisers the one that this browser takes. */
const simd = self.WebAssembly && WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]));
const heavy = ['recogniser.mjs', 'lists.mjs', 'scan.mjs', simd ? 'canhgiac-simd.wasm' : 'canhgiac.wasm', 'canhgiac.pack'];
const addresses = names => names.filter(n => ASSETS[n]).map(n => ASSETS[n]);
const saving = () => self.navigator.connection && self.navigator.connection.saveData;
const stocked = {};

/* A page as anybody sees it: the name of whoever is signed in must not lie in a store. */
function keep(cache, path) {
  return fetch(path, { credentials: 'omit', cache: 'no-cache' }).then(r => {
    if (!r.ok || r.redirected) throw new Error(path);
    return cache.put(path, r);
  });
}

/* Every page that the index of a language names, a few at a time; those whose mark is the same are kept as they are. */
async function stock(lang) {
  const prefix = lang === 'en' ? '/en' : '', marks = '/marks-' + lang;
  if (saving() || Date.now() - (stocked[lang] || 0) < PAUSE) return;
  stocked[lang] = Date.now();
  const cache = await caches.open(SITE), last = await cache.match(marks);
  const had = last ? await last.json() : {}, has = {}, queue = [[prefix + '/tim', VERSION]];
  const r = await fetch(prefix + '/tim.json', { credentials: 'omit', cache: 'no-cache' });
  if (!r.ok) throw new Error(r.status);
  await cache.put(prefix + '/tim.json', r.clone());
  for (const e of (await r.json()).entries) queue.push([e.path, e.mark]);
  const wanted = new Set(queue.map(q => q[0]));
  const take = async () => {
    for (let q = queue.shift(); q; q = queue.shift()) {
      try {
        if (had[q[0]] !== q[1]) await keep(cache, q[0]);
        has[q[0]] = q[1];
      } catch (e) { /* the next time */ }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  for (const path of Object.keys(had)) if (!wanted.has(path)) await cache.delete(path);
  await cache.put(marks, new Response(JSON.stringify(has), { headers: { 'Content-Type': 'application/json' } }));
}

const langOf = path => (/^\/en(\/|$)/.test(path) ? 'en' : 'vi');
const stocking = lang => stock(lang).catch(() => { stocked[lang] = 0; });

self.addEventListener('install', e => e.waitUntil(caches.open(CACHE).then(c => {
  return c.addAll(addresses(needed)).then(() => Promise.all(PAGES.map(p => (p === '/kiem-tra' ? keep(c, p) : keep(c, p).catch(() => {})))))
    .then(() => (saving() ? null : Promise.all(addresses(heavy).map(a => c.add(a).catch(() => {})))))
    .then(() => caches.open(KIT)).then(kit => kit.add(KIT_PAGES[0]).catch(() => {}));
}).then(() => self.skipWaiting())));

self.addEventListener('activate', e => e.waitUntil(caches.keys()
  .then(names => Promise.all(names.filter(n => n.startsWith('canhgiac-') && ![CACHE, SITE, KIT].includes(n)).map(n => caches.delete(n))))
  .then(() => self.clients.claim()).then(() => self.clients.matchAll())
  .then(open => Promise.all([...new Set(open.map(c => langOf(new URL(c.url).pathname)))].map(stocking)))));

function fromNetwork(request, path, store) {
  return fetch(request).then(r => {
    /* A redirect to the sign-in page must not take the kit's place. */
    if (store && r.ok && !r.redirected) { const copy = r.clone(); caches.open(store).then(c => c.put(path, copy)); }
    return r;
  }).catch(error => caches.match(path, { ignoreVary: true }).then(kept => { if (kept) return kept; throw error; }));
}

function fromHere(request, path) {
  return caches.match(path, { ignoreVary: true }).then(kept => kept || fromNetwork(request, path, CACHE));
}

/* The list's front: of all its versions one is kept. */
function front(request, path) {
  return caches.match(path).then(kept => kept || fetch(request).then(r => {
    if (r.ok) {
      const copy = r.clone();
      caches.open(SITE).then(async c => {
        for (const old of await c.keys()) if (FRONT.test(new URL(old.url).pathname)) await c.delete(old);
        await c.put(path, copy);
      });
    }
    return r;
  }));
}

self.addEventListener('fetch', e => {
  const url = new URL(e.request.url), path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  if (e.request.method !== 'GET' || url.origin !== location.origin) return;
  if (/^\/assets\/.+\.[0-9a-f]{12}\.\w+$/.test(path)) e.respondWith(fromHere(e.request, path));
  else if (KIT_PAGES.includes(path)) e.respondWith(fromNetwork(e.request, path, KIT));
  else if (path === LISTS) e.respondWith(fromNetwork(e.request, path, SITE));
  else if (FRONT.test(path)) e.respondWith(front(e.request, path));
  else if (/^(\/en)?\/(ban|api)(\/|$)/.test(path)) return;
  else if (e.request.mode === 'navigate' || INDEXES.includes(path)) {
    e.respondWith(fromNetwork(e.request, path, null));
    e.waitUntil(stocking(langOf(path)));
  }
});
