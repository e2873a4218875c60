// A select whose options the app gives while somebody types: one of them, or several.
import { el } from '/dom.js';

const pause = 200;
const usualLeast = 3;
const labels = new Map();

// surface: see element(); key: what names the element in it; plain: the text of a text object.
export function external(surface, block, item, key, plain, isMulti) {
  const place = (value) => `${surface.id}/${key}/${value}`;
  for (const option of [item.initial_option, ...(item.initial_options ?? [])].filter(Boolean)) labels.set(place(option.value), plain(option.text));
  const labelOf = (value) => labels.get(place(value)) ?? value;
  let chosen = (surface.value(block, item) ?? '').split(',').filter(Boolean);
  let asked = 0;
  let timer;

  const box = el('input', { className: 'control', type: 'text', autocomplete: 'off', placeholder: plain(item.placeholder) || 'Type to search…' });
  const list = el('div', { className: 'suggestions', hidden: true });
  const tags = el('span', { className: 'tags' });
  const node = el('div', { className: 'external' }, tags, box, list);
  box.dataset.key = key;
  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-label', plain(block.label) || plain(item.placeholder) || item.action_id);

  const close = () => {
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
  };
  const show = () => {
    if (!isMulti) box.value = chosen.length ? labelOf(chosen[0]) : '';
    tags.replaceChildren(...(isMulti ? chosen : []).map((value) => {
      const remove = el('button', { type: 'button', className: 'icon-action' }, labelOf(value), ' ✕');
      remove.setAttribute('aria-label', `Remove ${labelOf(value)}`);
      remove.addEventListener('click', () => choose(chosen.filter((one) => one !== value)));
      return remove;
    }));
  };
  const choose = (values) => {
    chosen = values;
    if (isMulti) box.value = '';
    show();
    close();
    box.focus();
    surface.choose({ block, item, value: chosen.join(','), key: `${key}=` });
  };
  const note = (text) => el('div', { className: 'quiet' }, text);
  const offer = (options) => {
    let group;
    return options.flatMap((option) => {
      labels.set(place(option.value), option.text);
      const made = el('button', { type: 'button' }, option.text);
      made.setAttribute('role', 'option');
      made.addEventListener('click', () => choose(isMulti ? [...chosen.filter((one) => one !== option.value), option.value] : [option.value]));
      const head = option.group && option.group !== group ? [note(option.group)] : [];
      group = option.group;
      return [...head, made];
    });
  };
  const ask = async () => {
    const mine = ++asked;
    try {
      const { outcome } = await surface.suggest({ action_id: key, value: box.value });
      if (mine !== asked) return;
      const problem = outcome.failure ?? outcome.problem;
      list.replaceChildren(...(problem ? [note(`⚠ ${problem}`)] : outcome.options.length ? offer(outcome.options) : [note('Nothing found')]));
    } catch (error) {
      if (mine !== asked) return;
      list.replaceChildren(note(`⚠ ${error.message}`));
    }
    list.hidden = false;
    box.setAttribute('aria-expanded', 'true');
  };
  const typed = () => {
    clearTimeout(timer);
    asked++;
    if (box.value.length < (item.min_query_length ?? usualLeast)) return close();
    timer = setTimeout(ask, pause);
    return undefined;
  };

  box.addEventListener('input', typed);
  if (item.min_query_length === 0) box.addEventListener('focus', () => { if (list.hidden && !box.value) typed(); });
  node.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    const options = [...list.querySelectorAll('button')];
    const at = options.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      close();
      box.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      (options[at + (event.key === 'ArrowDown' ? 1 : -1)] ?? box).focus();
    } else if (event.key === 'Enter' && at < 0) event.preventDefault();
  });
  show();
  return node;
}
