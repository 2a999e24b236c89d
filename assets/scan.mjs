// SPDX-License-Identifier: Apache-2.0
// scan — QR codes before the lens or in a picture, where the browser knows how (BarcodeDetector). Nothing leaves the device.
//
//   camera(box, found)        shows `box` when the browser can: a [data-open] and a [data-close] button, a video and a
//                             [role=status]; its data-wait, data-hold and data-no are what that says. found(text) may give back
//                             words to say.
//   await codes(picture)      the texts of the codes in a Blob, each once; null: this browser cannot tell
let asked = null;

function detector() {
  if (!asked) asked = (async () => {
    const kinds = self.BarcodeDetector ? await BarcodeDetector.getSupportedFormats() : [];
    return kinds.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
  })().catch(() => null);
  return asked;
}

export const able = async () => !!await detector();

export async function codes(picture) {
  const d = await detector();
  if (!d) return null;
  const found = await d.detect(await createImageBitmap(picture));
  return [...new Set(found.map(c => c.rawValue))];
}

export async function camera(box, found) {
  const d = await detector();
  if (!d || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  const video = box.querySelector('video'), say = box.querySelector('[role=status]');
  const open = box.querySelector('[data-open]'), close = box.querySelector('[data-close]');
  let stream = null;

  function stop(words) {
    if (stream) stream.getTracks().forEach(t => t.stop());
    stream = null;
    video.srcObject = null;
    video.hidden = close.hidden = true;
    open.hidden = false;
    say.textContent = words || '';
  }
  function look() {
    if (!stream) return;
    d.detect(video).then(seen => {
      if (!stream) return;
      if (!seen.length) { setTimeout(look, 150); return; }
      stop();
      say.textContent = found(seen[0].rawValue) || '';
    }).catch(() => setTimeout(look, 400));
  }
  function start() {
    say.textContent = box.dataset.wait;
    navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment' } }).then(s => {
      stream = s;
      video.srcObject = s;
      video.hidden = close.hidden = false;
      open.hidden = true;
      say.textContent = box.dataset.hold;
      close.focus();
      return video.play();
    }).then(look).catch(() => stop(box.dataset.no));
  }
  box.hidden = false;
  open.addEventListener('click', start);
  close.addEventListener('click', () => { stop(); open.focus(); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) stop(); });
}
