/* SPDX-License-Identifier: Apache-2.0
   Household visits without a network: each is kept on the device under an id made here and sent until the server has
   answered for it. Sending twice is harmless. */
(function () {
  'use strict';
  var form = document.getElementById('visit'), state = document.getElementById('state'), save = document.getElementById('save');
  if (!form || !window.localStorage || !window.fetch || !window.crypto) return;
  var QUEUE = 'canhgiac.visits', REFUSED = 'canhgiac.refused', token = form.dataset.token, busy = false, wait = 2000;

  function load(key) { try { return JSON.parse(localStorage.getItem(key)) || []; } catch (e) { return []; } }
  function store(key, list) { localStorage.setItem(key, JSON.stringify(list)); }

  function uuid7() {
    var b = crypto.getRandomValues(new Uint8Array(16)), t = Date.now();
    for (var i = 5; i >= 0; i--) { b[i] = t % 256; t = Math.floor(t / 256); }
    b[6] = 0x70 | (b[6] & 15);
    b[8] = 0x80 | (b[8] & 63);
    var h = Array.prototype.map.call(b, function (x) { return ('0' + x.toString(16)).slice(-2); }).join('');
    return h.slice(0, 8) + '-' + h.slice(8, 12) + '-' + h.slice(12, 16) + '-' + h.slice(16, 20) + '-' + h.slice(20);
  }

  function show() {
    var n = load(QUEUE).length, r = load(REFUSED).length;
    state.textContent = r ? state.dataset.refused + ' ' + r : n ? state.dataset.saved + ' ' + n : state.dataset.sent;
    state.dataset.waiting = n;
    save.hidden = !(n || r);
  }

  function settle(answers) {
    var left = load(QUEUE), refused = load(REFUSED);
    answers.forEach(function (a) {
      var at = left.findIndex(function (r) { return r.id === a.id; });
      if (at < 0) return;
      if (a.answer === 'refused' || a.answer === 'conflict') refused.push(left[at]);
      left.splice(at, 1);
    });
    store(QUEUE, left);
    store(REFUSED, refused);
  }

  function sync() {
    var list = load(QUEUE);
    if (busy || !list.length) { show(); return; }
    busy = true;
    fetch('/api/v1/records', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ records: list.slice(0, 50) }) })
      .then(function (r) { if (!r.ok) throw new Error(r.status); return r.json(); })
      .then(function (j) { settle(j.records); wait = 2000; busy = false; show(); if (load(QUEUE).length) sync(); })
      .catch(function () { busy = false; show(); wait = Math.min(wait * 2, 300000); setTimeout(sync, wait); });
  }

  form.addEventListener('submit', function (e) {
    e.preventDefault();
    var f = new FormData(form), left = ['handbook', 'leaflet', 'poster'].filter(function (k) { return f.get(k); }), list = load(QUEUE);
    list.push({ id: uuid7(), kind: 'visit', made_at: new Date().toISOString(), token: token,
      body: { outcome: f.get('outcome'), people: f.get('people') || '', language: f.get('language'), left: left } });
    store(QUEUE, list);
    form.reset();
    show();
    state.scrollIntoView();
    sync();
  });

  save.addEventListener('click', function () {
    var a = document.createElement('a');
    a.href = URL.createObjectURL(new Blob([JSON.stringify({ records: load(QUEUE).concat(load(REFUSED)) })], { type: 'application/json' }));
    a.download = 'tham-ho.json';
    a.click();
  });

  window.addEventListener('online', sync);
  if (navigator.serviceWorker) navigator.serviceWorker.register('/sw.js').catch(function () {});
  if (load(QUEUE).length || load(REFUSED).length) sync();
})();
