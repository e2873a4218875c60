// The files that are to go with the next message: chosen, dropped or pasted, and taken back one by one.
import { el } from '/dom.js';
import { icon } from '/icons.js';

const mostFiles = 10;
const mostBytes = 64 * 1024 * 1024;

const base64 = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
});

// What is pasted has no name of its own.
const named = (file) => file.name ? file : new File([file], `pasted.${file.type.split('/')[1] ?? 'bin'}`, { type: file.type });

// host: where the files that wait are shown; area: what they may be dropped on; box: where they may be pasted.
export function uploads(host, area, box, toast, changed) {
  let waiting = [];
  const chooser = el('input', { type: 'file', multiple: true, hidden: true });
  const button = el('button', { className: 'ghost', type: 'button', title: 'Attach files' }, icon('clip'));
  button.setAttribute('aria-label', 'Attach files');
  const list = el('ul', { className: 'waiting', ariaLabel: 'Files to send', hidden: true });
  host.append(list, chooser);

  const show = () => {
    list.hidden = !waiting.length;
    list.replaceChildren(...waiting.map((file) => {
      const remove = el('button', { type: 'button', className: 'icon-action', title: `Remove ${file.name}` }, '✕');
      remove.setAttribute('aria-label', `Remove ${file.name}`);
      remove.addEventListener('click', () => {
        waiting = waiting.filter((known) => known !== file);
        show();
        box.focus();
      });
      return el('li', {}, file.name, remove);
    }));
    changed();
  };

  const add = (files) => {
    const fitting = [...files].filter((file) => file.size <= mostBytes);
    if (fitting.length < files.length) toast('A file has at most 64 MB');
    if (waiting.length + fitting.length > mostFiles) toast(`A message carries ${mostFiles} files at most`);
    waiting = [...waiting, ...fitting.map(named)].slice(0, mostFiles);
    show();
    box.focus();
  };

  chooser.addEventListener('change', () => {
    add(chooser.files);
    chooser.value = '';
  });
  button.addEventListener('click', () => chooser.click());
  box.addEventListener('paste', (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });
  area.addEventListener('dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    area.classList.add('dropping');
  });
  area.addEventListener('dragleave', (event) => {
    if (!area.contains(event.relatedTarget)) area.classList.remove('dropping');
  });
  area.addEventListener('drop', (event) => {
    area.classList.remove('dropping');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });

  return {
    button,
    any: () => waiting.length > 0,
    // Those that wait, and none wait any more; put back by keep() when they could not be sent.
    take: () => {
      const taken = waiting;
      waiting = [];
      show();
      return taken;
    },
    keep: (files) => add(files),
    read: (files) => Promise.all(files.map(async (file) => ({ name: file.name, base64: await base64(file) }))),
  };
}
