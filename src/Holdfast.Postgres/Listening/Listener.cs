using System.Globalization;
using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Microsoft.Extensions.Logging;

namespace Holdfast.Postgres.Listening;

/// <summary>
/// Hears what other workers have written (<c>LISTEN</c>), on a connection of its own that is opened again whenever it breaks. Nothing
/// depends on it but how soon a worker looks: who waits looks by itself every few seconds.
/// </summary>
internal sealed partial class Listener(Database database, Signals signals, IGateListener gates, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>What is said when an announced record was changed; else the number of a queue.</summary>
    public const string RecordNews = "records";

    /// <summary>What is said before the name of a gate that was closed.</summary>
    public const string GateClosed = "gate:";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>The channel of a schema.</summary>
    public static string ChannelOf(string schema) => $"holdfast_{schema}";

    public void Start() => _listening = Task.Run(() => ListenAsync(_stopping.Token));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        _stopping.Dispose();
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.Source.OpenConnectionAsync(stopping);
                connection.Notification += (_, heard) => Hear(heard.Payload);
                await connection.ExecuteAsync($"LISTEN {ChannelOf(database.Schema)}", stopping);
                try
                {
                    await gates.LoadAsync(stopping);
                    signals.RaiseAll();
                    while (true)
                        await connection.WaitAsync(stopping);
                }
                catch (StoreException)
                {
                    // It goes back to the pool, and to nobody who would read what it hears.
                    await connection.ExecuteAsync("UNLISTEN *", stopping);
                    throw;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StoreException || PostgresErrors.IsOfDatabase(e))
            {
                LogDeaf(e, RetryDelay);
            }

            await Task.Delay(RetryDelay, time, stopping).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Hear(string payload)
    {
        if (payload == RecordNews)
            signals.RaiseNews();
        else if (payload.StartsWith(GateClosed, StringComparison.Ordinal))
            gates.Learn(payload[GateClosed.Length..]);
        else if (int.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var queue) && Enum.IsDefined((LaneQueue)queue))
            signals.Raise((LaneQueue)queue);
    }

    [LoggerMessage(1311, LogLevel.Warning, "The connection on which other workers' work is heard of broke; it is opened again in {Delay}. Until then work is looked for every few seconds")]
    private partial void LogDeaf(Exception error, TimeSpan delay);
}
