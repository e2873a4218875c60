// rich_text blocks as DOM nodes.
import { el, link } from '/dom.js';

const styled = (node, style = {}) => {
  if (style.code) node = el('code', {}, node);
  if (style.bold) node = el('strong', {}, node);
  if (style.italic) node = el('em', {}, node);
  if (style.strike) node = el('s', {}, node);
  return node;
};

function leaf(item, names) {
  switch (item.type) {
    case 'user': return el('span', { className: 'mention' }, '@' + names(item.user_id));
    case 'channel': return el('span', { className: 'mention' }, '#' + names(item.channel_id));
    case 'usergroup': return el('span', { className: 'mention' }, '@' + item.usergroup_id);
    case 'broadcast': return el('span', { className: 'mention' }, '@' + item.range);
    case 'emoji': return document.createTextNode(item.unicode
      ? String.fromCodePoint(...item.unicode.split('-').map((code) => parseInt(code, 16)))
      : `:${item.name}:`);
    case 'link': return styled(link(item.url, item.text ?? item.url), item.style);
    case 'date': return document.createTextNode(item.fallback ?? new Date(item.timestamp * 1000).toLocaleString());
    default: return styled(document.createTextNode(item.text ?? ''), item.style);
  }
}

const all = (item, names) => (item.elements ?? []).map((child) => rich(child, names));

// item: an element of a rich_text block, or the block itself.
export function rich(item, names) {
  switch (item.type) {
    case 'rich_text': return el('div', { className: 'rich' }, ...all(item, names));
    case 'rich_text_section': return el('div', { className: 'rich-section' }, ...all(item, names));
    case 'rich_text_preformatted': return el('pre', {}, el('code', {}, ...all(item, names)));
    case 'rich_text_quote': return el('blockquote', {}, ...all(item, names));
    case 'rich_text_list': {
      const list = el(item.style === 'ordered' ? 'ol' : 'ul', { className: `indent${Math.min(item.indent ?? 0, 4)}` },
        ...(item.elements ?? []).map((child) => el('li', {}, rich(child, names))));
      if (item.offset) list.start = item.offset + 1;
      return list;
    }
    default: return leaf(item, names);
  }
}
