namespace Holdfast.Composition;

/// <summary>The options of a section whose parts the operator names: <c>Section:Name:Key</c>.</summary>
/// <typeparam name="TOptions">The type of each part's options.</typeparam>
public sealed class NamedOptions<TOptions>
    where TOptions : class, new()
{
    /// <summary>The parts by their names, in which upper and lower case are alike.</summary>
    public IDictionary<string, TOptions> All { get; } = new Dictionary<string, TOptions>(StringComparer.OrdinalIgnoreCase);
}
