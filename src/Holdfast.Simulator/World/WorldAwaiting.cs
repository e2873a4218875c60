namespace Holdfast.Simulator.World;

/// <summary>Awaiting what happens in the world: each wait ends with the event itself, never with a sleep.</summary>
public static class WorldAwaiting
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    extension(SlackWorld world)
    {
        /// <summary>The first message, past or future, that <paramref name="predicate"/> accepts; changed messages are offered again.</summary>
        /// <exception cref="TimeoutException">Nothing of the kind happened within <paramref name="timeout"/> (default 60 s).</exception>
        public async Task<SlackMessage> WaitForMessageAsync(
            Func<SlackMessage, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
            (await world.WaitForMessagesAsync(predicate, count: 1, timeout, cancellationToken))[0];

        /// <summary>The bot's first message in a thread that <paramref name="predicate"/> accepts (any, when null).</summary>
        /// <exception cref="TimeoutException">The bot said nothing of the kind within <paramref name="timeout"/> (default 60 s).</exception>
        public Task<SlackMessage> WaitForReplyAsync(
            string channelId,
            string threadTs,
            Func<SlackMessage, bool>? predicate = null,
            TimeSpan? timeout = null,
            CancellationToken cancellationToken = default) =>
            world.WaitForMessageAsync(
                message => message.IsFromBot && message.Channel == channelId && message.ThreadTs == threadTs && (predicate?.Invoke(message) ?? true),
                timeout,
                cancellationToken);

        /// <summary>The first <paramref name="count"/> messages, past or future, that <paramref name="predicate"/> accepts.</summary>
        /// <exception cref="TimeoutException">Fewer came within <paramref name="timeout"/> (default 60 s).</exception>
        public Task<IReadOnlyList<SlackMessage>> WaitForMessagesAsync(
            Func<SlackMessage, bool> predicate, int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            var seen = new HashSet<(string, string)>();
            var waiter = new Waiter<SlackMessage>(
                change => change.Kind != WorldChangeKind.Deleted && change.Message is { EphemeralFor: null } message && predicate(message)
                    && seen.Add((message.Channel, message.Ts)) ? message : null,
                count);
            return world.WaitAsync(
                waiter,
                world.AllChannelsNow().SelectMany(channel => channel.Posts).Select(node => new WorldChange(WorldChangeKind.Posted, node.Message)),
                $"{count} matching message(s)",
                timeout,
                cancellationToken);
        }

        /// <summary>The first status, past or future, that <paramref name="predicate"/> accepts.</summary>
        /// <exception cref="TimeoutException">No such status was set within <paramref name="timeout"/> (default 60 s).</exception>
        public async Task<AssistantStatus> WaitForStatusAsync(
            Func<AssistantStatus, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            var waiter = new Waiter<AssistantStatus>(change => change.Status is { } status && predicate(status) ? status : null, 1);
            return (await world.WaitAsync(waiter, Past(() => world.StatusHistory, status => new WorldChange(WorldChangeKind.Status, Status: status)), "a matching status", timeout, cancellationToken))[0];
        }

        /// <summary>What a session came to first that <paramref name="predicate"/> accepts, in the past or the future.</summary>
        /// <exception cref="TimeoutException">None came to that within <paramref name="timeout"/> (default 60 s).</exception>
        public async Task<AgentSession> WaitForSessionAsync(
            Func<AgentSession, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            var waiter = new Waiter<AgentSession>(change => change.Session is { } session && predicate(session) ? session : null, 1);
            return (await world.WaitAsync(waiter, Past(() => world.SessionHistory, session => new WorldChange(WorldChangeKind.Session, Session: session)), "a matching session", timeout, cancellationToken))[0];
        }

        /// <summary>The first message shown only to <paramref name="userId"/>, past or future, that <paramref name="predicate"/> accepts (any, when null).</summary>
        /// <exception cref="TimeoutException">None was shown within <paramref name="timeout"/> (default 60 s).</exception>
        public async Task<SlackMessage> WaitForEphemeralAsync(
            string userId,
            Func<SlackMessage, bool>? predicate = null,
            TimeSpan? timeout = null,
            CancellationToken cancellationToken = default)
        {
            var waiter = new Waiter<SlackMessage>(
                change => change.Kind != WorldChangeKind.Deleted && change.Message is { } message && message.EphemeralFor == userId
                    && (predicate?.Invoke(message) ?? true) ? message : null,
                count: 1);
            var past = Past(() => world.Ephemerals, message => new WorldChange(WorldChangeKind.Ephemeral, message));
            return (await world.WaitAsync(waiter, past, $"a matching message only for {userId}", timeout, cancellationToken))[0];
        }

        /// <summary>
        /// The modal that <paramref name="userId"/> has on top and that <paramref name="predicate"/> accepts (any, when null), or the next
        /// such that is opened or pushed.
        /// </summary>
        /// <exception cref="TimeoutException">None was opened within <paramref name="timeout"/> (default 60 s).</exception>
        public async Task<SlackView> WaitForViewAsync(
            string userId, Func<SlackView, bool>? predicate = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        {
            var waiter = new Waiter<SlackView>(
                change => change is { Kind: WorldChangeKind.ViewOpened, View: { Kind: not "publish" } view } && view.User == userId
                    && (predicate?.Invoke(view) ?? true) ? view : null,
                count: 1);
            var past = Past(() => world.OpenViews(userId).TakeLast(1), view => new WorldChange(WorldChangeKind.ViewOpened, View: view));
            return (await world.WaitAsync(waiter, past, $"a matching modal of {userId}", timeout, cancellationToken))[0];
        }

        /// <summary>
        /// The home that <paramref name="userId"/> has now and that <paramref name="predicate"/> accepts (any, when null), or the next such
        /// that is published to them.
        /// </summary>
        /// <exception cref="TimeoutException">None was published within <paramref name="timeout"/> (default 60 s).</exception>
        public async Task<SlackView> WaitForHomeAsync(
            string userId, Func<SlackView, bool>? predicate = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        {
            var waiter = new Waiter<SlackView>(
                change => change is { Kind: WorldChangeKind.ViewOpened or WorldChangeKind.ViewUpdated, View: { Kind: "publish" } view }
                    && view.User == userId && (predicate?.Invoke(view) ?? true) ? view : null,
                count: 1);
            var past = Past<SlackView>(() => world.Home(userId) is { } home ? [home] : [], view => new WorldChange(WorldChangeKind.ViewUpdated, View: view));
            return (await world.WaitAsync(waiter, past, $"a matching home of {userId}", timeout, cancellationToken))[0];
        }

        /// <summary>The first version of a view, past or future, that <paramref name="predicate"/> accepts; offered again when errors are shown in it or it is closed.</summary>
        /// <exception cref="TimeoutException">It did not come to that within <paramref name="timeout"/> (default 60 s).</exception>
        public async Task<SlackView> WaitForViewAsync(
            Func<SlackView, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            var waiter = new Waiter<SlackView>(change => change.View is { } view && predicate(view) ? view : null, count: 1);
            var past = Past(
                () => world.Views.SelectMany(view => world.ViewHistory(view.Id)), view => new WorldChange(WorldChangeKind.ViewUpdated, View: view));
            return (await world.WaitAsync(waiter, past, "a matching view", timeout, cancellationToken))[0];
        }

        private IEnumerable<ChannelState> AllChannelsNow() => world.AllChannels;

        private async Task<IReadOnlyList<T>> WaitAsync<T>(
            Waiter<T> waiter, IEnumerable<WorldChange> past, string what, TimeSpan? timeout, CancellationToken cancellationToken)
            where T : class
        {
            lock (world.Gate)
            {
                foreach (var change in past)
                {
                    if (waiter.Offer(change)) return waiter.Source.Task.GetAwaiter().GetResult();
                }

                world.Watch.Add(waiter);
            }

            try
            {
                // The wall clock on purpose: a test whose fake clock stands still must still end.
                return await waiter.Source.Task.WaitAsync(timeout ?? DefaultTimeout, TimeProvider.System, cancellationToken);
            }
            catch (TimeoutException exception)
            {
                throw new TimeoutException(
                    $"Waited {timeout ?? DefaultTimeout} for {what}; saw {waiter.Seen}. The workspace holds {world.MessageCount} messages.",
                    exception);
            }
            finally
            {
                lock (world.Gate) world.Watch.Remove(waiter);
            }
        }
    }

    /// <summary>Looked at only under the world's lock, so that nothing falls between the past and the wait.</summary>
    private static IEnumerable<WorldChange> Past<T>(Func<IEnumerable<T>> now, Func<T, WorldChange> change)
    {
        foreach (var item in now()) yield return change(item);
    }
}
