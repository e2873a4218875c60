// What can be pressed, chosen from or typed into. The surface (a message or a modal) says what an act does and what was entered.
import { el } from '/dom.js';
import { external } from '/external.js';
import { icon } from '/icons.js';
import { roomName, store } from '/store.js';

const plain = (text) => text?.text ?? '';

const keyOf = (block, item) => `${block.block_id}/${item.action_id}`;

// Options in the order they are shown, with the label of their group.
const groups = (item) => item.option_groups?.map((group) => [plain(group.label), group.options]) ?? [[null, item.options ?? []]];

const people = () => store.state.users.filter((user) => !user.is_bot).map((user) => [user.id, user.real_name]);

const rooms = (all) => store.state.channels
  .filter((channel) => all || channel.kind === 'Public' || channel.kind === 'Private')
  .map((channel) => [channel.id, roomName(channel)]);

function press(surface, block, item, label, value, props = {}) {
  const key = `${keyOf(block, item)}=${value ?? ''}`;
  const busy = surface.busy(key);
  const button = el('button', { type: 'button', ...props }, busy ? el('span', { className: 'spinner' }) : null, label);
  button.dataset.key = key;
  if (busy) button.setAttribute('aria-busy', 'true');
  button.addEventListener('click', () => {
    if (item.url) window.open(item.url, '_blank', 'noopener');
    surface.act({ block, item, value, key });
  });
  return button;
}

function button(surface, block, item) {
  const node = press(surface, block, item, plain(item.text), item.value, { className: `block-button ${item.style ?? ''}` });
  if (item.accessibility_label) node.setAttribute('aria-label', item.accessibility_label);
  return node;
}

function feedback(surface, block, item) {
  const one = (part, mark) => {
    const node = press(surface, block, item, mark, part.value, { className: 'icon-action', title: plain(part.text) });
    node.setAttribute('aria-label', part.accessibility_label ?? plain(part.text));
    return node;
  };
  return el('span', { className: 'feedback' }, one(item.positive_button, icon('up')), one(item.negative_button, icon('down')));
}

function iconButton(surface, block, item) {
  if (item.visible_to_user_ids?.length && !item.visible_to_user_ids.includes(store.me)) return null;
  const node = press(surface, block, item, item.icon === 'trash' ? icon('trash') : '•', item.value, { className: 'icon-action', title: plain(item.text) });
  node.setAttribute('aria-label', item.accessibility_label ?? plain(item.text));
  return node;
}

function overflow(surface, block, item) {
  const summary = el('summary', { className: 'block-button', title: 'More' }, '⋯');
  summary.setAttribute('aria-label', 'More');
  const node = el('details', { className: 'overflow' }, summary, el('div', { className: 'overflow-menu' },
    ...item.options.map((option) => press(surface, block, item, plain(option.text), option.value))));
  node.addEventListener('click', (event) => { if (event.target.closest('.overflow-menu')) node.open = false; });
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !node.open) return;
    event.stopPropagation();
    event.preventDefault();
    node.open = false;
    summary.focus();
  });
  return node;
}

// One of several in a list that opens.
function select(surface, block, item, choices) {
  const key = keyOf(block, item);
  const current = surface.value(block, item) ?? '';
  const placeholder = plain(item.placeholder) || 'Choose…';
  const node = el('select', { className: 'control', required: surface.isRequired(block) }, el('option', { value: '' }, placeholder));
  for (const [label, options] of choices) {
    const made = options.map(([value, text]) => el('option', { value, selected: value === current }, text));
    node.append(...(label ? [el('optgroup', { label }, ...made)] : made));
  }
  node.dataset.key = key;
  if (block.type !== 'input') node.setAttribute('aria-label', placeholder);
  if (surface.busy(`${key}=`)) node.setAttribute('aria-busy', 'true');
  node.addEventListener('change', () => surface.choose({ block, item, value: node.value, key: `${key}=` }));
  return node;
}

// One or several, all in sight.
function boxes(surface, block, item, options, isOne) {
  const key = keyOf(block, item);
  const current = new Set((surface.value(block, item) ?? '').split(','));
  const node = el('div', { className: 'boxes' });
  node.setAttribute('role', isOne ? 'radiogroup' : 'group');
  for (const [value, label, note] of options) {
    const box = el('input', { type: isOne ? 'radio' : 'checkbox', name: surface.id + key, value, checked: current.has(value) });
    box.dataset.key = `${key}=${value}`;
    node.append(el('label', {}, box, el('span', {}, label, note ? el('span', { className: 'quiet' }, ' ' + note) : null)));
  }
  node.addEventListener('change', () => surface.choose({
    block, item, value: [...node.querySelectorAll(':checked')].map((box) => box.value).join(','), key: `${key}=`,
  }));
  return node;
}

// Typed or picked text. Enter sends the value where the block dispatches it.
function field(surface, block, item, props) {
  const { tag = 'input', ...rest } = props;
  const key = keyOf(block, item);
  const node = el(tag, { className: 'control', placeholder: plain(item.placeholder), required: surface.isRequired(block), ...rest });
  if (item.max_length) node.maxLength = item.max_length;
  if (item.min_length) node.minLength = item.min_length;
  node.value = toField(item, surface.value(block, item) ?? '');
  node.dataset.key = key;
  if (block.type !== 'input') node.setAttribute('aria-label', plain(item.placeholder) || item.action_id);
  const typed = tag === 'textarea' || ['text', 'email', 'url'].includes(rest.type);
  node.addEventListener('input', () => surface.enter(block, item, fromField(item, node.value)));
  if (typed) {
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !block.dispatch_action) return;
      event.preventDefault();
      surface.choose({ block, item, value: node.value, key: `${key}=` });
    });
  } else node.addEventListener('change', () => surface.choose({ block, item, value: fromField(item, node.value), key: `${key}=` }));
  return node;
}

// A moment is seconds in Slack and local time in the field.
const pad = (moment) => new Date(moment * 1000 - new Date(moment * 1000).getTimezoneOffset() * 60000).toISOString().slice(0, 16);
const toField = (item, value) => item.type === 'datetimepicker' && value ? pad(Number(value)) : value;
const fromField = (item, value) => item.type === 'datetimepicker' && value ? String(Math.floor(new Date(value).getTime() / 1000)) : value;

const pairs = (options) => options.map((option) => [option.value, plain(option.text), plain(option.description)]);

// surface: {id, names, value, enter, choose, act, busy, isRequired}
export function element(surface, block, item) {
  switch (item.type) {
    case 'button': return button(surface, block, item);
    case 'workflow_button': return el('button', { className: 'block-button', disabled: true }, plain(item.text));
    case 'feedback_buttons': return feedback(surface, block, item);
    case 'icon_button': return iconButton(surface, block, item);
    case 'overflow': return overflow(surface, block, item);
    case 'static_select': return select(surface, block, item, groups(item).map(([label, options]) => [label, pairs(options)]));
    case 'users_select': return select(surface, block, item, [[null, people()]]);
    case 'conversations_select': return select(surface, block, item, [[null, rooms(true)]]);
    case 'channels_select': return select(surface, block, item, [[null, rooms(false)]]);
    case 'multi_static_select': return boxes(surface, block, item, groups(item).flatMap(([, options]) => pairs(options)), false);
    case 'multi_users_select': return boxes(surface, block, item, people(), false);
    case 'multi_conversations_select': return boxes(surface, block, item, rooms(true), false);
    case 'multi_channels_select': return boxes(surface, block, item, rooms(false), false);
    case 'checkboxes': return boxes(surface, block, item, pairs(item.options), false);
    case 'radio_buttons': return boxes(surface, block, item, pairs(item.options), true);
    case 'datepicker': return field(surface, block, item, { type: 'date' });
    case 'timepicker': return field(surface, block, item, { type: 'time' });
    case 'datetimepicker': return field(surface, block, item, { type: 'datetime-local' });
    case 'email_text_input': return field(surface, block, item, { type: 'email' });
    case 'url_text_input': return field(surface, block, item, { type: 'url' });
    case 'number_input': return field(surface, block, item, {
      type: 'number', step: item.is_decimal_allowed ? 'any' : '1', min: item.min_value ?? '', max: item.max_value ?? '',
    });
    case 'plain_text_input':
      return field(surface, block, item, item.multiline ? { tag: 'textarea', rows: 4 } : { type: 'text' });
    case 'rich_text_input': return field(surface, block, item, { tag: 'textarea', rows: 4 });
    case 'external_select': return external(surface, block, item, keyOf(block, item), plain, false);
    case 'multi_external_select': return external(surface, block, item, keyOf(block, item), plain, true);
    default: return el('span', { className: 'quiet' }, `[${item.type}]`);
  }
}

// The value that Slack's state holds, as the one text that a control shows.
export function held(state) {
  if (!state) return undefined;
  const { type, ...rest } = state;
  const value = Object.values(rest)[0];
  if (value == null) return '';
  if (Array.isArray(value)) return value.map((one) => one.value ?? one).join(',');
  if (value.value !== undefined) return value.value;
  if (type === 'rich_text_input') return (value.elements ?? []).flatMap((part) => part.elements ?? []).map((part) => part.text ?? '').join('');
  return String(value);
}

// What the app itself put in before anyone touched it.
export function initial(item) {
  const options = item.initial_options?.map((option) => option.value);
  const list = options ?? item.initial_users ?? item.initial_conversations ?? item.initial_channels;
  return list?.join(',')
    ?? item.initial_option?.value ?? item.initial_date ?? item.initial_time ?? item.initial_user
    ?? item.initial_conversation ?? item.initial_channel
    ?? (item.initial_date_time ? String(item.initial_date_time) : undefined)
    ?? (typeof item.initial_value === 'string' ? item.initial_value : undefined);
}
