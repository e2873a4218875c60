namespace Holdfast.Postgres.Listening;

/// <summary>Whoever must know which gates other workers have closed.</summary>
internal interface IGateListener
{
    /// <summary>Another worker has closed one.</summary>
    void Learn(string gate);

    /// <summary>Looks which there are: the connection was away, and what was said meanwhile is lost.</summary>
    Task LoadAsync(CancellationToken cancellationToken);
}
