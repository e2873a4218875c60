using System.ComponentModel.DataAnnotations;

namespace Holdfast.Configuration;

/// <summary>A token or key: no blanks and no line breaks, which come from copying and make a header that cannot be sent.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || text.All(c => c is > ' ' and <= '~');

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} contains a blank, a line break or another character that no token has: copy it again.";
}
