using Holdfast.Items;

namespace Holdfast.Hosting.Health;

/// <summary>
/// What a report reads, mostly of the store: all of it within one limit. One after the other, each with its own, took a minute where a database had no connection to
/// spare, and whoever watches had long given up by then.
/// </summary>
internal sealed class StoreReads : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _ended;
    private readonly CancellationToken _given;
    private readonly List<string> _problems = [];

    /// <summary>Begins; the limit counts from now on.</summary>
    /// <param name="limit">How long all of it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public StoreReads(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        (_limit, _given) = (limit, cancellationToken);
        _late = new CancellationTokenSource(limit, time);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancellationToken);
    }

    /// <summary>Why something could not be read, each reason once.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads; the default where that does not succeed, or not in time. What needs no wait is read after the limit as well.</summary>
    /// <param name="read">Reads.</param>
    public async Task<T?> TryAsync<T>(Func<CancellationToken, ValueTask<T>> read)
    {
        try
        {
            return await read(_ended.Token).AsTask().WaitAsync(_ended.Token);
        }
        catch (StoreException e)
        {
            Add(e.Message);
        }
        catch (OperationCanceledException) when (!_given.IsCancellationRequested)
        {
            // The limit, and not whoever asked: that is a problem to be told of.
            Add($"the store did not answer within {_limit.TotalSeconds:0} s");
        }

        return default;
    }

    public void Dispose()
    {
        _ended.Dispose();
        _late.Dispose();
    }

    private void Add(string problem)
    {
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }
}
