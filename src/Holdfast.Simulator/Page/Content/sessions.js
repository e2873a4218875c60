// The agent at work in a thread, with the button that stops it where Slack has one.
import { el, keep } from '/dom.js';
import { call, store } from '/store.js';
import { toast } from '/toast.js';

const made = new Map();

function build(session) {
  const line = el('div', { className: 'status session' }, el('span', { className: 'dots' }, el('i'), el('i'), el('i')),
    `${store.state.bot_name} is working on it`);
  if (!session.is_stoppable) return el('li', {}, line);
  const stop = el('button', { type: 'button', className: 'ghost' }, 'Stop');
  stop.addEventListener('click', () => call('POST', 'sessions/stop', { user: store.me, channel: session.channel, thread_ts: session.thread_ts })
    .catch((error) => toast(error.message)));
  line.append(stop);
  return el('li', {}, line);
}

// Null while nobody works there.
export function sessionLine(thread) {
  const session = store.state.sessions.find((known) => known.channel === store.channel && known.thread_ts === thread);
  return session ? keep(made, 'line', JSON.stringify(session), () => build(session)) : null;
}
