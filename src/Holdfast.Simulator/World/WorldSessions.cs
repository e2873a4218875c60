namespace Holdfast.Simulator.World;

/// <summary>A thread in which an agent works, as <c>agents.sessions.*</c> sets it.</summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="ThreadTs">The thread's parent.</param>
/// <param name="Status"><c>active</c>, <c>processing</c>, <c>suspended</c> or <c>closed</c>.</param>
/// <param name="Title">Its title; empty until one was given.</param>
public sealed record AgentSession(string Channel, string ThreadTs, string Status, string Title);

/// <summary>The agent's sessions, and the stop button that people have while one is at work.</summary>
public static class WorldSessions
{
    extension(SlackWorld world)
    {
        /// <summary>Every session, in the order they began.</summary>
        public IReadOnlyList<AgentSession> Sessions
        {
            get { lock (world.Gate) return [.. world.SessionsByThread.Values]; }
        }

        /// <summary>The session of a thread, or null.</summary>
        public AgentSession? Session(string channelId, string threadTs)
        {
            lock (world.Gate) return world.SessionsByThread.GetValueOrDefault((channelId, threadTs));
        }

        /// <summary>
        /// Presses the stop button of a thread; raises <c>agent_session_stopped</c>. The session's status stays as it is: that is for
        /// the app to change.
        /// </summary>
        /// <exception cref="ArgumentException">There is no such user or message.</exception>
        public void StopSession(string userId, string channelId, string threadTs)
        {
            lock (world.Gate)
            {
                if (world.User(userId) is null) throw new ArgumentException($"No user {userId} in the workspace.", nameof(userId));
                if (world.Message(channelId, threadTs) is null) throw new ArgumentException($"No message {threadTs} in {channelId}.", nameof(threadTs));
                world.Events.SessionStopped(userId, channelId, threadTs, world.NextTs());
            }
        }
    }
}
