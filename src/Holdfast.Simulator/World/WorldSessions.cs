namespace Holdfast.Simulator.World;

/// <summary>A thread in which an agent works, as <c>agents.sessions.*</c> sets it.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="ThreadTs">The thread's parent.</param>
/// <param name="Status"><c>active</c>, <c>processing</c>, <c>suspended</c> or <c>closed</c>; what processes for an hour is <c>active</c> again.</param>
/// <param name="Title">Its title; empty until one was given.</param>
public sealed record AgentSession(string Channel, string ThreadTs, string Status, string Title)
{
    /// <summary>Whether people see a stop button now.</summary>
    public bool IsStoppable { get; init; }
}

/// <summary>The agent's sessions, and the stop button that people have while one is at work.</summary>
public static class WorldSessions
{
    extension(SlackWorld world)
    {
        /// <summary>Every session, in the order they began.</summary>
        public IReadOnlyList<AgentSession> Sessions
        {
            get { lock (world.Gate) return world.SessionStore.All; }
        }

        /// <summary>What sessions have come to, one change after the other, the oldest first.</summary>
        public IReadOnlyList<AgentSession> SessionHistory
        {
            get { lock (world.Gate) return world.SessionStore.History; }
        }

        /// <summary>The session of a thread, or null.</summary>
        public AgentSession? Session(string channelId, string threadTs)
        {
            lock (world.Gate) return world.SessionStore.Find(channelId, threadTs);
        }

        /// <summary>
        /// Presses the stop button of a thread: Slack ends the streams in it and raises <c>agent_session_stopped</c>. The session's status
        /// stays as it is: that is for the app to change.
        /// </summary>
        /// <exception cref="ArgumentException">There is no such user or message, or there are no stop buttons.</exception>
        public void StopSession(string userId, string channelId, string threadTs)
        {
            lock (world.Gate)
            {
                world.Check(userId, channelId, threadTs);
                if (!world.SessionStore.OffersStop) throw new ArgumentException("There is no stop button: the app has not subscribed to agent_session_stopped.", nameof(threadTs));
                world.EndDueStreams();
                world.Events.SessionStopped(userId, channelId, threadTs, world.StopStreams(channelId, threadTs), world.NextTs());
            }
        }

        /// <summary>Gives a session another title, as a person; raises <c>agent_session_title_changed</c>.</summary>
        /// <exception cref="ArgumentException">There is no such user, message or session.</exception>
        public void RenameSession(string userId, string channelId, string threadTs, string title)
        {
            lock (world.Gate)
            {
                world.Check(userId, channelId, threadTs);
                var before = world.SessionStore.Find(channelId, threadTs)
                    ?? throw new ArgumentException($"No session in the thread {threadTs} of {channelId}.", nameof(threadTs));
                world.NotifyOf(world.SessionStore.Rename(channelId, threadTs, title));
                world.Events.SessionRenamed(userId, before, title, world.NextTs());
            }
        }

        /// <summary>Begins a session or changes its status. Called under the world's lock.</summary>
        internal AgentSession SetSession(string channelId, string threadTs, string status, string titleIfNew)
        {
            var session = world.SessionStore.SetStatus(channelId, threadTs, status, titleIfNew);
            world.NotifyOf(session);
            return session;
        }

        /// <summary>Has those who watch see what a session has come to.</summary>
        internal void NotifyOf(AgentSession? session)
        {
            if (session is not null) world.Watch.Notify(new WorldChange(WorldChangeKind.Session, Session: session));
        }

        private void Check(string userId, string channelId, string threadTs)
        {
            if (world.User(userId) is null) throw new ArgumentException($"No user {userId} in the workspace.", nameof(userId));
            if (world.Message(channelId, threadTs) is null) throw new ArgumentException($"No message {threadTs} in {channelId}.", nameof(threadTs));
        }
    }
}
