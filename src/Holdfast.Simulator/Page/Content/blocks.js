// Block Kit, plainly: enough to see what a bot sends. A block of an unknown type is named, not hidden.
import { el, mrkdwn } from '/mrkdwn.js';

const textOf = (object, names) => {
  if (!object) return [];
  return object.type === 'mrkdwn' ? mrkdwn(object.text ?? '', names) : [document.createTextNode(object.text ?? '')];
};

function element(item, names) {
  switch (item.type) {
    case 'button':
      return el('button', { className: 'block-button ' + (item.style ?? ''), disabled: true, title: item.action_id ?? '' }, item.text?.text ?? '');
    case 'mrkdwn':
    case 'plain_text':
      return el('span', {}, ...textOf(item, names));
    case 'image':
      return el('span', { className: 'quiet' }, `[image: ${item.alt_text ?? ''}]`);
    case 'feedback_buttons':
      return el('span', {}, element({ ...item.positive_button, type: 'button' }, names), element({ ...item.negative_button, type: 'button' }, names));
    default:
      return el('span', { className: 'block-button' }, item.placeholder?.text ?? item.type);
  }
}

function rich(item, names) {
  const styled = (node, style = {}) => {
    if (style.code) node = el('code', {}, node);
    if (style.bold) node = el('strong', {}, node);
    if (style.italic) node = el('em', {}, node);
    if (style.strike) node = el('s', {}, node);
    return node;
  };
  switch (item.type) {
    case 'rich_text_section': return el('div', {}, ...item.elements.map((child) => rich(child, names)));
    case 'rich_text_preformatted': return el('pre', {}, ...item.elements.map((child) => rich(child, names)));
    case 'rich_text_quote': return el('blockquote', {}, ...item.elements.map((child) => rich(child, names)));
    case 'rich_text_list': return el(item.style === 'ordered' ? 'ol' : 'ul', {}, ...item.elements.map((child) => el('li', {}, rich(child, names))));
    case 'user': return el('span', { className: 'mention' }, '@' + names(item.user_id));
    case 'channel': return el('span', { className: 'mention' }, '#' + names(item.channel_id));
    case 'emoji': return document.createTextNode(`:${item.name}:`);
    case 'link': return /^(https?:|mailto:)/i.test(item.url)
      ? el('a', { href: item.url, target: '_blank', rel: 'noopener noreferrer' }, item.text ?? item.url)
      : document.createTextNode(item.text ?? item.url);
    default: return styled(document.createTextNode(item.text ?? ''), item.style);
  }
}

function block(item, names) {
  switch (item.type) {
    case 'section': {
      const node = el('div', { className: 'block section' }, el('div', {}, ...textOf(item.text, names)));
      if (item.fields) node.append(el('div', { className: 'fields' }, ...item.fields.map((field) => el('div', {}, ...textOf(field, names)))));
      if (item.accessory) node.append(element(item.accessory, names));
      return node;
    }
    case 'header': return el('h4', { className: 'block' }, item.text?.text ?? '');
    case 'divider': return el('hr', { className: 'block' });
    case 'context': return el('div', { className: 'block context' }, ...item.elements.map((child) => element(child, names)));
    case 'context_actions':
    case 'actions': return el('div', { className: 'block actions' }, ...item.elements.map((child) => element(child, names)));
    case 'markdown': return el('div', { className: 'block markdown' }, item.text ?? '');
    case 'rich_text': return el('div', { className: 'block' }, ...item.elements.map((child) => rich(child, names)));
    case 'image': return el('div', { className: 'block quiet' }, `[image: ${item.alt_text ?? ''}]`);
    default: return el('div', { className: 'block quiet' }, `[block: ${item.type}]`);
  }
}

// json: the blocks as text; returns null when they cannot be read, so that the message's text is shown instead.
export function blocks(json, names) {
  try {
    return JSON.parse(json).map((item) => block(item, names));
  } catch {
    return null;
  }
}
