// An ordinary Bolt app with an assistant and a select whose options it gives: nothing in it knows of the simulator but its address.
const { App, Assistant, LogLevel } = require('@slack/bolt');

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: process.env.BOLT_LOG ?? LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.assistant(new Assistant({
  threadStarted: async ({ event, say, setSuggestedPrompts, saveThreadContext }) => {
    await say('How can I help?');
    await saveThreadContext();
    await setSuggestedPrompts({
      title: `About ${event.assistant_thread.context.channel_id ?? 'nothing'}`,
      prompts: [{ title: 'Tides', message: 'When is high tide?' }, { title: 'Wind', message: 'How strong is the wind?' }],
    });
  },
  threadContextChanged: async ({ saveThreadContext }) => {
    await saveThreadContext();
  },
  userMessage: async ({ message, say, setTitle, setStatus, getThreadContext }) => {
    await setTitle(message.text);
    await setStatus('is looking…');
    const context = await getThreadContext();
    await say(`At six, in ${context.channel_id}`);
  },
}));

app.command('/boats', async ({ ack, say }) => {
  await ack();
  await say({
    text: 'Which boat?',
    blocks: [{
      type: 'actions',
      block_id: 'pick',
      elements: [{ type: 'external_select', action_id: 'boat', min_query_length: 1, placeholder: { type: 'plain_text', text: 'A boat' } }],
    }],
  });
});

const boats = ['Ketch', 'Kayak', 'Dinghy'];

app.options('boat', async ({ options, ack }) => {
  const found = boats.filter((boat) => boat.toLowerCase().startsWith(options.value.toLowerCase()));
  await ack({ options: found.map((boat) => ({ text: { type: 'plain_text', text: `The ${boat}` }, value: boat })) });
});

app.action('boat', async ({ ack, action, say }) => {
  await ack();
  await say(`${action.selected_option.text.text} it is`);
});

(async () => {
  await app.start();
  console.log('bolt is up');
})();
