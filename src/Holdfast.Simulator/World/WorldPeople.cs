namespace Holdfast.Simulator.World;

/// <summary>Who is where: people come into channels and leave them, meet in group messages, and have their accounts switched off.</summary>
public static class WorldPeople
{
    extension(SlackWorld world)
    {
        /// <summary>The direct message of these people and the bot, opened when it was not.</summary>
        /// <param name="userIds">At least two people besides the bot.</param>
        /// <exception cref="ArgumentException">They are too few, or one of them is not there.</exception>
        public SlackChannel OpenGroupMessage(params IReadOnlyCollection<string> userIds)
        {
            ArgumentNullException.ThrowIfNull(userIds);
            if (userIds.Distinct().Count(id => id != world.Identity.BotUserId) < 2) throw new ArgumentException("A group message has two people or more besides the bot.", nameof(userIds));
            lock (world.Gate) return world.GroupMessage(userIds).Snapshot();
        }

        /// <summary>Brings somebody into a channel; raises <c>member_joined_channel</c>, for the bot itself as well.</summary>
        /// <exception cref="ArgumentException">There is no such channel or person, or it is a direct message.</exception>
        public void Invite(string channelId, string userId)
        {
            lock (world.Gate)
            {
                var (channel, user) = world.Both(channelId, userId);
                if (channel.Members.Contains(userId)) return;
                Roster.Join(channel, user);
                world.Events.MemberMoved("member_joined_channel", channel, user, world.NextTs());
                world.Watch.Notify(new WorldChange(WorldChangeKind.Channels));
            }
        }

        /// <summary>Takes somebody out of a channel; raises <c>member_left_channel</c>.</summary>
        /// <exception cref="ArgumentException">There is no such channel or person, or it is a direct message.</exception>
        public void Remove(string channelId, string userId)
        {
            lock (world.Gate)
            {
                var (channel, user) = world.Both(channelId, userId);
                if (!channel.Members.Contains(userId)) return;
                world.Events.MemberMoved("member_left_channel", channel, user, world.NextTs());
                channel.Members.Remove(userId);
                channel.IsShared = world.PartnersIn(channel).Count > 0;
                world.Watch.Notify(new WorldChange(WorldChangeKind.Channels));
            }
        }

        /// <summary>Switches an account off: it says no more, and is in no channel. What it said stays.</summary>
        /// <exception cref="ArgumentException">There is no such person.</exception>
        public void Deactivate(string userId)
        {
            lock (world.Gate)
            {
                if (world.User(userId) is not { IsDeleted: false } user || userId == world.Identity.BotUserId)
                    throw new ArgumentException($"No user {userId} in the workspace.", nameof(userId));
                world.ReplaceUser(user with { IsDeleted = true });
                foreach (var channel in world.AllChannels.Where(channel => channel.Kind is ChannelKind.Public or ChannelKind.Private)) channel.Members.Remove(userId);
                world.Watch.Notify(new WorldChange(WorldChangeKind.Channels));
            }
        }

        /// <summary>The other workspaces whose people are in a channel.</summary>
        internal IReadOnlyList<string> PartnersIn(ChannelState channel) =>
            [.. channel.Members.Select(id => world.User(id)?.TeamId).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

        /// <summary>Whether the bot and somebody are in a channel together.</summary>
        internal bool BotMeets(string userId) =>
            world.AllChannels.Any(channel => channel.Members.Contains(userId) && channel.Members.Contains(world.Identity.BotUserId));

        private (ChannelState Channel, SlackUser User) Both(string channelId, string userId)
        {
            if (world.FindChannel(channelId) is not { Kind: ChannelKind.Public or ChannelKind.Private } channel)
                throw new ArgumentException($"No channel {channelId} in the workspace.", nameof(channelId));
            var user = world.User(userId) is { IsDeleted: false } known ? known : throw new ArgumentException($"No user {userId} in the workspace.", nameof(userId));
            return (channel, user);
        }
    }
}
