// An ordinary Bolt app that Slack reaches by HTTP: nothing in it knows of the simulator but the addresses it is given.
const { App, LogLevel } = require('@slack/bolt');

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  logLevel: process.env.BOLT_LOG ?? LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.event('app_mention', async ({ event, say }) => {
  const text = event.text.replace(/<@[^>]+>\s*/, '');
  await say({ text: `echo ${text}`, thread_ts: event.thread_ts ?? event.ts });
});

app.command('/tide', async ({ command, ack }) => {
  await ack(`the tide at ${command.text} for ${command.user_name}`);
});

app.message('ask', async ({ say }) => {
  await say({
    text: 'really?',
    blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'yes', text: { type: 'plain_text', text: 'Yes' }, value: 'a&b=c d' }] }],
  });
});

app.action('yes', async ({ ack, action, say }) => {
  await ack();
  await say(`clicked ${action.value}`);
});

app.start({ port: Number(process.env.PORT), host: '127.0.0.1' });
