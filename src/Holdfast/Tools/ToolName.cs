namespace Holdfast.Tools;

/// <summary>The name of a tool that was registered: known before anything the tool needs is.</summary>
public sealed record ToolName
{
    internal const int MaxLength = 64;

    /// <summary>Makes one.</summary>
    /// <param name="value">The name: letters, digits, <c>_</c> and <c>-</c>, at most 64, which is what models can call.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public ToolName(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = IsValid(value)
            ? value
            : throw new ArgumentException($"'{value}' is no name of a tool: letters, digits, _ and -, at most {MaxLength}.", nameof(value));
    }

    /// <summary>The name.</summary>
    public string Value { get; }

    internal static bool IsValid(string value) => value.Length is > 0 and <= MaxLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
