namespace Holdfast.Tools;

/// <summary>What the names of a source's tools begin with: known before the tools are, so that policies for them can be told from misspelt ones.</summary>
public sealed record ToolPrefix
{
    /// <summary>Makes one.</summary>
    /// <param name="value">The beginning: letters, digits, <c>_</c> and <c>-</c>, at most 63.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public ToolPrefix(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value.Length < ToolName.MaxLength && ToolName.IsValid(value)
            ? value
            : throw new ArgumentException($"No name of a tool begins with '{value}': letters, digits, _ and -, at most {ToolName.MaxLength - 1}.", nameof(value));
    }

    /// <summary>The beginning.</summary>
    public string Value { get; }
}
