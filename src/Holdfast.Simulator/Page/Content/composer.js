// The message box: Enter sends, Shift+Enter breaks the line, @ offers the bot, / begins a command.
import { el } from '/dom.js';
import { askText } from '/dialog.js';
import { call, note, store } from '/store.js';
import { uploads } from '/uploads.js';
import { toWire } from '/wire.js';

// A command's text goes out as it was typed. When the app does not answer, Slackbot says so to the one who typed it.
async function command(text, { channel, thread_ts: thread }) {
  const [, name, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
  const { outcome } = await call('POST', 'commands', { user: store.me, channel, thread_ts: thread, command: name, text: rest });
  const failure = outcome.failure ?? outcome.problem;
  if (failure) note(channel, thread, `\`${name}\` failed with the error "${failure}"`);
}

async function shortcut(toast) {
  const id = await askText('Run a shortcut', 'Its callback id', 'Run');
  if (!id) return;
  const { outcome } = await call('POST', 'shortcuts', { user: store.me, callback_id: id });
  if (outcome.failure) toast(`The shortcut failed with the error "${outcome.failure}"`);
}

export function composer(host, id, target, toast) {
  const box = el('textarea', { id, rows: 1, autocomplete: 'off' });
  box.setAttribute('aria-label', 'Message');
  const send = el('button', { className: 'send', type: 'button' }, 'Send');
  const mention = el('button', { className: 'ghost', type: 'button' });
  const bolt = el('button', { className: 'ghost', type: 'button', title: 'Run a shortcut' }, '⚡');
  bolt.setAttribute('aria-label', 'Run a shortcut');
  bolt.addEventListener('click', () => shortcut(toast).catch((error) => toast(error.message)));
  const hint = el('span', { className: 'hint quiet' });
  const attached = uploads(host, host.closest('.pane'), box, toast, () => fit());
  host.append(box, el('div', { className: 'composer-row' }, mention, attached.button, bolt, hint, send));

  const fit = () => {
    box.style.height = 'auto';
    box.style.height = Math.min(box.scrollHeight + 1, 180) + 'px';
    send.disabled = !box.value.trim() && !attached.any();
    host.classList.toggle('is-command', /^\/[^\s/]/.test(box.value));
  };
  const insertMention = () => {
    const text = `@${store.state.bot_name} `;
    const before = box.value.slice(0, box.selectionStart).replace(/@\w*$/, '');
    const after = box.value.slice(box.selectionEnd);
    box.value = before + text + after;
    box.focus();
    box.selectionStart = box.selectionEnd = before.length + text.length;
    fit();
  };
  const submit = async () => {
    const text = box.value.trim();
    if (!text && !attached.any()) return;
    box.value = '';
    const files = attached.take();
    try {
      if (files.length) await call('POST', 'files', { ...target(), user: store.me, text: toWire(text), files: await attached.read(files) });
      else if (/^\/[^\s/]/.test(text)) await command(text, target());
      else await call('POST', 'messages', { ...target(), user: store.me, text: toWire(text) });
    } catch (error) {
      box.value = text;
      attached.keep(files);
      toast(error.message);
    }
  };

  box.addEventListener('input', fit);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Tab' && /@\w*$/.test(box.value.slice(0, box.selectionStart))) {
      event.preventDefault();
      insertMention();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  send.addEventListener('click', submit);
  mention.addEventListener('click', insertMention);
  fit();

  return {
    focus: () => box.focus(),
    show(label, isDirect) {
      box.placeholder = label;
      fit();
      mention.hidden = isDirect;
      mention.textContent = `@${store.state.bot_name}`;
      mention.title = `Mention ${store.state.bot_name}`;
      hint.textContent = isDirect ? '/holdfast help lists commands.' : `Mention @${store.state.bot_name} to ask it something. /holdfast help lists commands.`;
    },
  };
}
