namespace Holdfast.Simulator.World;

/// <summary>What Slack does to people's messages by itself. It raises <c>message_changed</c> as an edit does, and is none.</summary>
public static class WorldUpkeep
{
    extension(SlackWorld world)
    {
        /// <summary>Counts replies and readers of a thread anew: its parent is told of as changed, and everything in it is as it was.</summary>
        /// <exception cref="ArgumentException">There is no such message.</exception>
        public void Recount(string channelId, string ts)
        {
            lock (world.Gate)
            {
                var node = world.Node(channelId, ts);
                world.Replace(node, node.Message);
            }
        }

        /// <summary>Shows what the links in a message lead to.</summary>
        /// <param name="channelId">Where it is.</param>
        /// <param name="ts">Which message.</param>
        /// <param name="attachments">What is shown, as a JSON array.</param>
        /// <exception cref="ArgumentException">There is no such message.</exception>
        public void UnfurlLinks(string channelId, string ts, string attachments)
        {
            lock (world.Gate)
            {
                var node = world.Node(channelId, ts);
                world.Replace(node, node.Message with { Attachments = attachments });
            }
        }
    }
}
