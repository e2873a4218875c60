// The state bar and the buttons that break things.
import { call, refreshState, store } from '/store.js';

const $ = (id) => document.getElementById(id);

function light(id, colour, text) {
  const node = $(id);
  node.dataset.colour = colour;
  node.querySelector('span').textContent = text;
}

const serverText = {
  None: ['grey', 'no server'],
  Running: ['green', 'server up'],
  Stopped: ['red', 'server stopped'],
  Exited: ['red', 'server died'],
  Failed: ['red', 'server not started'],
};

// Those that can be taken away; it stays as it was while somebody chooses.
let shownScopes = '';
function showScopes(scopes) {
  if (shownScopes === scopes.join()) return;
  shownScopes = scopes.join();
  $('scope').replaceChildren(...scopes.map((scope) => Object.assign(document.createElement('option'), { textContent: scope })));
}

export function showState(isOffline) {
  if (isOffline) {
    light('light-server', 'grey', 'simulator not reachable');
    return;
  }
  const { server, open_sockets: open, model, faults, waiting_envelopes: waiting } = store.state;
  const [colour, text] = serverText[server.phase];
  light('light-server', colour, server.phase === 'Exited' ? `${text} (code ${server.exit_code})` : text);
  $('light-server').title = server.problem ?? (server.process_id ? `process ${server.process_id}` : '');
  const queue = waiting ? `, ${waiting} waiting` : '';
  light('light-sockets', open.length ? 'green' : 'red', `${open.length} socket${open.length === 1 ? '' : 's'}${queue}`);
  const busy = model.in_flight ? `, ${model.in_flight} ${model.in_flight === 1 ? 'call' : 'calls'} running` : '';
  light('light-model', model.stall_all ? 'red' : model.latency_ms ? 'amber' : 'green',
    (model.stall_all ? 'model stalled' : model.latency_ms ? `model slowed to ${model.latency_ms / 1000} s` : 'model ready') + busy);
  $('model-stall').setAttribute('aria-pressed', model.stall_all);
  $('model-slow').setAttribute('aria-pressed', model.latency_ms > 0);
  $('history-limit').setAttribute('aria-pressed', store.state.history_limited);
  showScopes(store.state.scopes);
  $('no-markdown').setAttribute('aria-pressed', !store.state.takes_markdown);
  showSlack(store.state);
  const struck = faults.filter((fault) => fault.fault.times == null || fault.hits < fault.fault.times).length;
  $('break').textContent = struck ? `Break things (${struck})` : 'Break things';
  $('faults-clear').disabled = !struck;
  for (const button of document.querySelectorAll('[data-do^="server/"]')) {
    const running = server.phase === 'Running';
    button.disabled = server.phase === 'None' || (button.dataset.do === 'server/start' ? running : !running);
  }
}

// Shown only while Slack is not as it should be.
function showSlack({ faults, clock_offset_ms: offset }) {
  const hangs = faults.some(({ fault }) => fault.kind === 'Hang' && !fault.method);
  $('light-slack').hidden = !hangs && !offset;
  if (hangs) light('light-slack', 'red', 'Slack hangs');
  else light('light-slack', 'amber', `Slack's clock is ${Math.abs(offset) / 1000} s ${offset > 0 ? 'ahead' : 'behind'}`);
}

export function wireControls(toast) {
  const act = async (work, done) => {
    try {
      const answer = await work();
      await refreshState();
      toast(typeof done === 'function' ? done(answer) : done);
    } catch (error) {
      toast(error.message);
    }
  };
  const done = (button) => (answer) => answer.connections === undefined
    ? `${button.textContent}: done`
    : `${button.textContent}: ${answer.connections} ${answer.connections === 1 ? 'connection' : 'connections'}`;

  for (const button of document.querySelectorAll('[data-do]'))
    button.addEventListener('click', () => act(() => call('POST', button.dataset.do, {}), done(button)));
  for (const button of document.querySelectorAll('[data-fault]'))
    button.addEventListener('click', () => act(() => call('POST', 'faults', JSON.parse(button.dataset.fault)), `In force: ${button.textContent}`));
  $('faults-clear').addEventListener('click', () => act(() => call('DELETE', 'faults'), 'No faults in force'));
  $('model-stall').addEventListener('click', () =>
    act(() => call('POST', 'model', { stall_all: !store.state.model.stall_all }), (model) => model.stall_all ? 'The model no longer answers' : 'The model answers again'));
  $('model-slow').addEventListener('click', () =>
    act(() => call('POST', 'model', { latency_ms: store.state.model.latency_ms ? 0 : 5000 }), (model) => model.latency_ms ? 'The model now takes 5 s' : 'The model is fast again'));
  $('no-markdown').addEventListener('click', () =>
    act(() => call('POST', 'markdown-blocks', { on: !store.state.takes_markdown }), (blocks) => blocks.on ? 'Markdown blocks are taken' : 'Markdown blocks are refused'));
  $('history-limit').addEventListener('click', () =>
    act(() => call('POST', 'history-limit', { on: !store.state.history_limited }), (limit) => limit.on ? 'History is limited' : 'History is no longer limited'));

  $('scopes').addEventListener('submit', (event) => {
    event.preventDefault();
    const scope = $('scope').value;
    act(() => call('POST', 'scopes', { remove: [scope] }), `The app has no ${scope} any more`);
  });
  $('scopes-back').addEventListener('click', () =>
    act(async () => call('POST', 'scopes', { add: (await call('GET', 'scopes')).missing }), 'The app has all scopes again'));

  const ask = (form, work) => $(form).addEventListener('submit', (event) => {
    event.preventDefault();
    work(Number($(`${form}-seconds`).value));
  });
  ask('hang', (seconds) => act(() => call('POST', 'faults', { kind: 'Hang', duration_ms: seconds * 1000 }), `Slack answers nothing for ${seconds} s`));
  ask('clock', (seconds) => act(() => call('POST', 'clock', { offset_ms: seconds * 1000 }), seconds
    ? `Slack's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`
    : "Slack's clock is right"));

  const panel = $('panel');
  const toggle = (open) => {
    panel.hidden = !open;
    $('break').setAttribute('aria-expanded', open);
  };
  $('break').addEventListener('click', () => toggle(panel.hidden));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    toggle(false);
    $('break').focus();
  });
}
