// A line that passes: what went wrong with something that has no place of its own to say so.
let timer;

export function toast(text) {
  const line = document.getElementById('toast');
  line.textContent = text;
  line.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { line.hidden = true; }, 3500);
}
