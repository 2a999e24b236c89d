/* SPDX-License-Identifier: Apache-2.0
   Every public page: the service worker that keeps the site for when there is no network, and the search without one. */
(function () {
  'use strict';
  if (navigator.serviceWorker && location.protocol !== 'file:') {
    window.addEventListener('load', function () { navigator.serviceWorker.register('/sw.js').catch(function () {}); });
  }

  var box = document.querySelector('[data-search]');
  if (!box) return;
  var input = document.getElementById('q'), index = null, status = document.getElementById('found');

  /* As the server does: lower case, without marks, đ as d. */
  function fold(s) { return s.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd'); }

  function show(entries) {
    box.textContent = '';
    entries.slice(0, 50).forEach(function (e) {
      var card = document.createElement('article'), h = document.createElement('h2'), a = document.createElement('a'),
        p = document.createElement('p'), kind = document.createElement('p'), tag = document.createElement('span');
      card.className = 'card';
      a.href = e.path; a.textContent = e.title; h.appendChild(a); p.textContent = e.summary;
      tag.className = 'tag tag-info'; tag.textContent = e.kind; kind.appendChild(tag);
      card.appendChild(kind); card.appendChild(h); card.appendChild(p); box.appendChild(card);
    });
    status.textContent = status.getAttribute('data-found') + ': ' + entries.length;
  }

  function search() {
    var words = fold(input.value).split(/\s+/).filter(Boolean);
    if (!index || !words.length) return;
    var hits = index.map(function (e) {
      var title = fold(e.title), all = fold(e.title + ' ' + e.summary + ' ' + (e.words || ''));
      return { e: e, n: words.every(function (w) { return all.indexOf(w) >= 0; }) ? words.filter(function (w) { return title.indexOf(w) >= 0; }).length + 1 : 0 };
    }).filter(function (h) { return h.n; });
    hits.sort(function (x, y) { return y.n - x.n; });
    show(hits.map(function (h) { return h.e; }));
  }

  var here = document.getElementById('index'); /* in a folder without a server */
  (here ? Promise.resolve(JSON.parse(here.textContent)) : fetch(box.getAttribute('data-search')).then(function (r) { return r.json(); })).then(function (j) {
    var asked = new URLSearchParams(location.search).get('q');
    index = j.entries;
    input.addEventListener('input', search);
    if (here) input.form.addEventListener('submit', function (e) { e.preventDefault(); search(); });
    if (asked && !input.value) { input.value = asked; search(); }
  }).catch(function () { /* the form asks the server */ });
})();
