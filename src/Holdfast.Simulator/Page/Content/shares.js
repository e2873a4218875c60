// Messages that somebody has forwarded, as they stand in the message that carries them.
import { el } from '/dom.js';
import { files } from '/files.js';
import { mrkdwn } from '/mrkdwn.js';
import { names } from '/store.js';

function share(item) {
  const node = el('blockquote', { className: 'share' },
    el('strong', {}, item.author_name ?? names(item.author_id)),
    el('div', {}, ...mrkdwn(item.text ?? '', names)));
  if (item.files?.length) node.append(files(item.files));
  node.append(el('div', { className: 'quiet' }, item.channel_name ? `${item.footer} #${item.channel_name}` : item.footer ?? ''));
  return node;
}

// json: the attachments as text; others than forwarded messages are not shown.
export function shares(json) {
  try {
    return JSON.parse(json ?? '[]').filter((item) => item.is_share).map(share);
  } catch (error) {
    console.warn('These attachments cannot be shown:', error);
    return [];
  }
}
