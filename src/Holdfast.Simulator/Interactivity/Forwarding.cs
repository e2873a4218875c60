using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>A person forwards a message to another place.</summary>
public static class Forwarding
{
    extension(SlackWorld world)
    {
        /// <summary>
        /// Forwards a message as a person: a message of theirs that has it as an attachment, with its author, place, text, blocks and files.
        /// </summary>
        /// <param name="userId">Who forwards.</param>
        /// <param name="channelId">Where the message is.</param>
        /// <param name="ts">Which message.</param>
        /// <param name="toChannelId">Where to.</param>
        /// <param name="comment">What they say to it; may be empty.</param>
        /// <param name="threadTs">The thread there, if any.</param>
        /// <returns>The new message's ts.</returns>
        /// <exception cref="ArgumentException">They do not see the message, or there is no such place.</exception>
        public string ForwardMessage(string userId, string channelId, string ts, string toChannelId, string comment = "", string? threadTs = null)
        {
            lock (world.Gate)
            {
                var sight = new Sight(world);
                var who = sight.Person(userId);
                var around = sight.Message(who, channelId, ts);
                if (around.IsEphemeral) throw new ArgumentException("What only one person sees cannot be forwarded.", nameof(ts));
                var author = around.Message.Username ?? world.User(around.Message.User)?.RealName ?? around.Message.User;
                return world.Post(sight.Channel(who, toChannelId).Id, userId, new UserPost(comment)
                {
                    ThreadTs = threadTs,
                    Attachments = SharedMessage.Attachments(around.Node, author, world.Identity),
                });
            }
        }
    }
}
