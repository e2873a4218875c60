// What Slack's own client does with typed text: three characters are escaped, mentions become ids; and back, to edit it.
import { store } from '/store.js';

export const toWire = (text) => {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const name = store.state.bot_name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return escaped.replace(new RegExp(`@${name}\\b`, 'gi'), store.state.mention);
};

export const fromWire = (text) => text.replaceAll(store.state.mention, `@${store.state.bot_name}`)
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
