// Block Kit as DOM nodes. A block of an unknown type is named, not hidden.
import { el } from '/dom.js';
import { element } from '/elements.js';
import { shownPicture } from '/files.js';
import { icon } from '/icons.js';
import { markdown } from '/markdown.js';
import { mrkdwn } from '/mrkdwn.js';
import { rich } from '/richtext.js';

const textOf = (object, names) => {
  if (!object) return [];
  return object.type === 'mrkdwn' ? mrkdwn(object.text ?? '', names) : [document.createTextNode(object.text ?? '')];
};

const named = (item) => el('span', { className: 'picture', title: item.image_url ?? '' }, icon('picture'), item.alt_text ?? 'image');

const fileOf = (item) => item.slack_file?.id ?? /\/files-pri\/[^-/]+-([^/]+)\//.exec(item.slack_file?.url ?? '')?.[1];

// Pictures from elsewhere are named and not loaded: the page talks to nobody but this machine.
const isHere = (url) => /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\//.test(url ?? '');

function picture(item) {
  const file = fileOf(item);
  const src = file ? shownPicture(file) : isHere(item.image_url) ? item.image_url : null;
  if (!src) return named(item);
  const shown = el('img', { className: 'shown', src, alt: item.alt_text ?? '' });
  shown.addEventListener('error', () => shown.replaceWith(named(item)));
  return shown;
}

const inContext = (item, names) => item.type === 'image' ? picture(item) : el('span', {}, ...textOf(item, names));

function input(surface, block) {
  const control = element(surface, block, block.element ?? {});
  const id = `${surface.id}-${block.block_id}`.replace(/[^\w-]/g, '_');
  const label = el('label', { htmlFor: id }, block.label?.text ?? '',
    block.optional ? el('span', { className: 'quiet' }, ' (optional)') : null);
  control.id = id;
  if (control.matches('div')) {
    label.id = id + '-label';
    control.setAttribute('aria-labelledby', label.id);
  }
  const error = surface.error?.(block.block_id);
  const node = el('div', { className: error ? 'block input wrong' : 'block input' }, label, control);
  if (error) {
    const note = el('div', { className: 'field-error', id: id + '-error' }, error);
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', note.id);
    node.append(note);
  }
  if (block.hint) node.append(el('div', { className: 'hint-text quiet' }, block.hint.text));
  return node;
}

function section(surface, item, names) {
  const main = el('div', { className: 'section-text' });
  if (item.text) main.append(el('div', {}, ...textOf(item.text, names)));
  if (item.fields) main.append(el('div', { className: 'fields' }, ...item.fields.map((field) => el('div', {}, ...textOf(field, names)))));
  const node = el('div', { className: 'block section' }, main);
  if (item.accessory) node.append(item.accessory.type === 'image' ? picture(item.accessory) : element(surface, item, item.accessory));
  return node;
}

const cell = (item, names) => item.type?.startsWith('rich_text') ? rich(item, names) : document.createTextNode(String(item.text ?? item.value ?? ''));

const table = (item, names) => el('table', {}, el('tbody', {}, ...(item.rows ?? []).map((row, i) =>
  el('tr', {}, ...row.map((one) => el(i ? 'td' : 'th', {}, cell(one, names)))))));

const marks = { pending: '○', in_progress: '◔', complete: '✓', error: '✕' };

const task = (item, names) => el('div', { className: `task ${item.status ?? ''}` },
  el('span', { className: 'task-mark' }, marks[item.status] ?? '○'),
  el('div', {}, el('strong', {}, item.title ?? ''), ...[item.details, item.output].filter(Boolean).map((part) => rich(part, names))));

// surface: see element(); names: turns ids into names.
export function block(surface, item, names) {
  switch (item.type) {
    case 'section': return section(surface, item, names);
    case 'header': return el('h4', { className: 'block' }, item.text?.text ?? '');
    case 'divider': return el('hr', { className: 'block' });
    case 'context': return el('div', { className: 'block context' }, ...(item.elements ?? []).map((child) => inContext(child, names)));
    case 'context_actions':
    case 'actions': return el('div', { className: `block actions ${item.type}` },
      ...(item.elements ?? []).map((child) => element(surface, item, child)));
    case 'input': return input(surface, item);
    case 'markdown': return el('div', { className: 'block markdown' }, ...markdown(item.text ?? '', names));
    case 'rich_text': return el('div', { className: 'block' }, rich(item, names));
    case 'image': return el('figure', { className: 'block' }, item.title ? el('figcaption', { className: 'quiet' }, item.title.text) : null, picture(item));
    case 'table': return el('div', { className: 'block' }, table(item, names));
    case 'task_card': return el('div', { className: 'block' }, task(item, names));
    case 'plan': return el('div', { className: 'block plan' }, el('strong', {}, item.title ?? ''), ...(item.tasks ?? []).map((one) => task(one, names)));
    default: return el('div', { className: 'block quiet' }, `[block: ${item.type}]`);
  }
}

// json: the blocks as text; null when they cannot be read, so that the message's text is shown instead.
// after: what is to stand below a block, such as a failure of something in it.
export function blocks(surface, json, names, after) {
  try {
    return JSON.parse(json).flatMap((item) => [block(surface, item, names), after(item)].filter(Boolean));
  } catch (error) {
    console.warn('These blocks cannot be shown:', error);
    return null;
  }
}
