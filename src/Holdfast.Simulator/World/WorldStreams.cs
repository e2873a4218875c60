using Holdfast.Simulator.Streams;

namespace Holdfast.Simulator.World;

/// <summary>Streamed messages: they begin, grow and end. Called under the world's lock.</summary>
internal static class WorldStreams
{
    private const string InProgress = "in_progress";
    private const string Completed = "completed";
    private const string Errored = "errored";

    extension(SlackWorld world)
    {
        /// <summary>Posts what there is at the start; it raises the event of a message that is not finished.</summary>
        public LiveStream BeginStream(ChannelState channel, SlackMessage draft, StreamedContent content) =>
            world.Streams.Begin(world.AddBotMessage(channel, Shown(draft, content) with { StreamingState = InProgress }), content);

        /// <summary>Shows what was added. No event tells of it.</summary>
        public void ShowStream(LiveStream stream) => world.ReplaceQuietly(stream.Node, Shown(stream.Node.Message, stream.Content));

        /// <summary>Ends it as the app wants; raises <c>message_changed</c>.</summary>
        /// <param name="stream">Which.</param>
        /// <param name="lastBlocks">What stands below its content.</param>
        /// <param name="metadata">What it carries from now on.</param>
        public void CompleteStream(LiveStream stream, string? lastBlocks, SlackMetadata? metadata)
        {
            world.Streams.End(stream);
            var message = Shown(stream.Node.Message, stream.Content);
            world.Replace(stream.Node, message with
            {
                Blocks = stream.Content.Blocks(lastBlocks), Metadata = metadata, StreamingState = Completed,
            });
        }

        /// <summary>Ends the streams of a thread because a person wants it.</summary>
        /// <returns>Their ts.</returns>
        public IReadOnlyList<string> StopStreams(string channelId, string threadTs)
        {
            var streams = world.Streams.TakeOfThread(channelId, threadTs);
            foreach (var stream in streams) world.Ended(stream, Completed);
            return [.. streams.Select(stream => stream.Node.Message.Ts)];
        }

        /// <summary>
        /// Ends what nobody has ended in time. Slack's clock may be moved at any moment, so this is asked for by whoever looks.
        /// </summary>
        public void EndDueStreams()
        {
            foreach (var stream in world.Streams.TakeDue()) world.Ended(stream, Errored);
        }

        private void Ended(LiveStream stream, string state)
        {
            // It may have been deleted, or made room for others.
            if (stream.Node.InChannel is not null) world.Replace(stream.Node, stream.Node.Message with { StreamingState = state });
        }
    }

    private static SlackMessage Shown(SlackMessage message, StreamedContent content) => message with { Text = content.Text, Blocks = content.Blocks() };
}
