namespace Holdfast.Composition;

/// <summary>
/// Something that takes its time and needs nothing that is opened before the start: it is begun first, once the configuration is known to be right,
/// and goes on beside the rest. It must do nothing that lasts, since the start may still fail.
/// </summary>
/// <param name="Begin">Begins it, and returns at once.</param>
public sealed record EarlyStart(Action<IServiceProvider> Begin);
