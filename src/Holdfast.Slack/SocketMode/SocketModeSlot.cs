namespace Holdfast.Slack.SocketMode;

/// <summary>
/// Keeps one connection open for ever: opens it, replaces it before it goes when Slack asks, and after it went when it died.
/// </summary>
internal sealed class SocketModeSlot(
    int index, SocketModeConnector connector, SocketModeRuntime runtime, Backoff backoff, Backoff refusedBackoff)
{
    // A slot that meets Slack's limit waits long from the first time on: somebody else holds the place.
    private const int FailuresWhenFull = 6;

    private readonly Lock _gate = new();
    private readonly List<(SocketModeConnection Connection, Task Closing, DateTimeOffset Since)> _leaving = [];
    private SocketModeConnection? _current;
    private SocketModeConnectionState _state = SocketModeConnectionState.Connecting;
    private DateTimeOffset _since = runtime.Time.GetUtcNow();
    private int _failures;
    private SocketModeRefusal? _refusal;

    /// <summary>Runs until stopped; throws only <see cref="SocketModeStoppedException"/>. Returns with all connections closed.</summary>
    internal async Task RunAsync(TimeSpan startDelay, CancellationToken stop)
    {
        try
        {
            await Task.Delay(startDelay, runtime.Time, stop).ConfigureAwait(false);
            await OpenNextAsync(stop).ConfigureAwait(false);
            while (true)
                await KeepAsync(_current!, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The orderly end.
        }
        finally
        {
            if (_current is { } last)
                Leave(last, keepAccepting: false);
            await Task.WhenAll(Leaving()).ConfigureAwait(false);
        }
    }

    internal void AddStatusTo(List<SocketModeConnectionStatus> list)
    {
        lock (_gate)
        {
            var open = _current is { IsOpen: true } ? _current : null;
            var stable = open is not null && runtime.Time.GetUtcNow() - _since >= runtime.Options.StableAfter;
            list.Add(new SocketModeConnectionStatus(
                index, open?.Number ?? 0, open is null ? _state : SocketModeConnectionState.Open, _since,
                open?.LastFrameAt, open?.NumConnections, stable ? 0 : _failures, _refusal));
            foreach (var (connection, closing, since) in _leaving)
            {
                if (!closing.IsCompleted && !connection.HasEnded)
                {
                    list.Add(new SocketModeConnectionStatus(
                        index, connection.Number, SocketModeConnectionState.Draining, since,
                        connection.LastFrameAt, connection.NumConnections, 0));
                }
            }
        }
    }

    private async Task KeepAsync(SocketModeConnection connection, CancellationToken stop)
    {
        var opened = runtime.Time.GetTimestamp();
        await connection.Leaving.WaitAsync(stop).ConfigureAwait(false);
        // A connection that hardly lived is a failed attempt: a Slack that says hello and hangs up must not be hammered.
        _failures = runtime.Time.GetElapsedTime(opened) >= runtime.Options.StableAfter ? 0 : _failures + 1;
        if (connection.HasEnded)
        {
            runtime.Logger.Lost(connection.Number);
            Leave(connection, keepAccepting: false);
            _failures = Math.Max(_failures, 1);
            await OpenNextAsync(stop).ConfigureAwait(false);
            return;
        }

        if (connection.DisconnectReason == SocketModeRefusal.LinkDisabled)
        {
            _failures = Math.Max(_failures, 1);
            Refused(SocketModeRefusal.LinkDisabled);
        }

        // Make before break: the old connection goes on receiving and acknowledging until the new one said hello.
        await OpenNextAsync(stop).ConfigureAwait(false);
        runtime.Logger.Replaced(connection.Number, _current!.Number);
        Leave(connection, keepAccepting: true);
    }

    private async Task OpenNextAsync(CancellationToken stop)
    {
        var wait = _failures > 0 ? BackoffNow.After(_failures) : TimeSpan.Zero;
        while (true)
        {
            if (wait > TimeSpan.Zero)
            {
                Enter(SocketModeConnectionState.BackingOff);
                await Task.Delay(wait, runtime.Time, stop).ConfigureAwait(false);
            }

            Enter(SocketModeConnectionState.Connecting);
            var failure = await TryOpenAsync(stop).ConfigureAwait(false);
            if (failure is null)
                return;
            if (failure.IsRefusal)
                Refused(failure.Error);
            else
                NotRefused();
            _failures = failure.Error == "too_many_websockets" ? Math.Max(_failures + 1, FailuresWhenFull) : _failures + 1;
            wait = Wait(failure);
            runtime.Logger.AttemptFailed(index, failure.Error, _failures, failure.Detail, wait);
            runtime.Observer.OnAttemptFailed(index, failure.Error);
        }
    }

    /// <summary>Puts an open connection in place and returns null, or says why not.</summary>
    private async Task<Failure?> TryOpenAsync(CancellationToken stop)
    {
        try
        {
            var socket = await connector.ConnectAsync(stop).ConfigureAwait(false);
            var connection = new SocketModeConnection(runtime.NextNumber(), socket, runtime);
            connection.Start();
            var refusal = await WelcomeAsync(connection, stop).ConfigureAwait(false);
            if (refusal == SocketModeRefusal.LinkDisabled && !runtime.HasOpened)
                throw new SocketModeStoppedException(refusal);
            if (refusal is not null)
                return new Failure(refusal, "no hello") { IsRefusal = refusal == SocketModeRefusal.LinkDisabled };

            runtime.Logger.Opened(connection.Number, connection.NumConnections);
            lock (_gate)
            {
                _current = connection;
                _since = runtime.Time.GetUtcNow();
                _refusal = null;
            }

            return null;
        }
        catch (SlackException exception) when (exception.IsAuthFailure && !connector.WasAccepted)
        {
            throw new SocketModeStoppedException(exception.Error, exception);
        }
        catch (SlackException exception)
        {
            return new Failure(exception.Error, exception.Message, exception.RetryAfter) { IsRefusal = IsRefusal(exception) };
        }
        catch (TimeoutException exception)
        {
            return new Failure(SlackErrors.Timeout, exception.Message);
        }
        catch (Exception exception) when (SocketFailure.IsExpected(exception) && !stop.IsCancellationRequested)
        {
            return new Failure(SlackErrors.Network, exception.Message);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or SocketModeStoppedException))
        {
            // Not foreseen. Still an attempt like any other: a slot that gave up would leave the app deaf.
            return new Failure("unexpected", exception.GetType().Name);
        }
    }

    /// <summary>Waits for hello; on a refusal the connection is on its way out.</summary>
    private async Task<string?> WelcomeAsync(SocketModeConnection connection, CancellationToken stop)
    {
        var refusal = "no_hello";
        try
        {
            refusal = await connection.Welcome.WaitAsync(runtime.Options.HelloTimeout, runtime.Time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Told as no_hello.
        }
        finally
        {
            if (refusal is not null)
                Leave(connection, keepAccepting: false);
        }

        return refusal;
    }

    /// <summary>
    /// A refusal is for a person to mend, so in the end the attempts are few; but one that passes by itself, as Slack's now and then do
    /// within seconds, is over soon.
    /// </summary>
    private Backoff BackoffNow => _refusal is null ? backoff : refusedBackoff;

    /// <summary>Slack's own word that nothing but a person's work will change.</summary>
    private static bool IsRefusal(SlackException exception) =>
        exception.IsAuthFailure || (exception.HttpStatus == 200 && !exception.IsTransient && !exception.IsOutcomeUnknown);

    private void Refused(string reason)
    {
        lock (_gate)
        {
            if (_refusal?.Reason == reason)
                return;
            _refusal = new SocketModeRefusal(reason, _refusal?.Since ?? runtime.Time.GetUtcNow());
        }

        runtime.Logger.Refused(SocketModeRefusal.RemedyOf(reason), index, runtime.Options.MaxRefusedDelay);
    }

    private void NotRefused()
    {
        lock (_gate)
            _refusal = null;
    }

    private TimeSpan Wait(Failure failure)
    {
        var wait = BackoffNow.After(_failures);
        if (failure.RetryAfter is not { } asked)
            return wait;
        var allowed = asked < runtime.Options.MaxRetryAfter ? asked : runtime.Options.MaxRetryAfter;
        return allowed > wait ? allowed : wait;
    }

    private void Enter(SocketModeConnectionState state)
    {
        lock (_gate)
        {
            if (_current is { IsOpen: true } || _state == state)
                return;
            _state = state;
            _since = runtime.Time.GetUtcNow();
        }
    }

    private void Leave(SocketModeConnection connection, bool keepAccepting)
    {
        var closing = CloseAsync(connection, keepAccepting);
        lock (_gate)
        {
            if (_current == connection)
            {
                _current = null;
                _state = SocketModeConnectionState.Connecting;
                _since = runtime.Time.GetUtcNow();
            }

            _leaving.RemoveAll(static entry => entry.Closing.IsCompleted);
            _leaving.Add((connection, closing, runtime.Time.GetUtcNow()));
        }
    }

    private async Task CloseAsync(SocketModeConnection connection, bool keepAccepting)
    {
        using (connection)
        {
            try
            {
                await connection.CloseAsync(keepAccepting).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Closing is nobody's to await until the end; a failure in it must be seen now.
                runtime.Logger.CloseBroke(exception, connection.Number);
            }
        }
    }

    private Task[] Leaving()
    {
        lock (_gate)
            return [.. _leaving.Select(static entry => entry.Closing)];
    }

    private sealed record Failure(string Error, string Detail, TimeSpan? RetryAfter = null)
    {
        public bool IsRefusal { get; init; }
    }
}
