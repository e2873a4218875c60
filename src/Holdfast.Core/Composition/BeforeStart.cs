namespace Holdfast.Composition;

/// <summary>Something that is done before anything starts or listens; in the order of registration.</summary>
/// <param name="RunAsync">Does it. What it throws ends the start.</param>
public sealed record BeforeStart(Func<IServiceProvider, CancellationToken, Task> RunAsync)
{
    /// <summary>One that need not be waited for.</summary>
    /// <param name="action">Does it.</param>
    public static BeforeStart Do(Action<IServiceProvider> action) => new((provider, _) =>
    {
        action(provider);
        return Task.CompletedTask;
    });
}
