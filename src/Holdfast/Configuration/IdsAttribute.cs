using System.ComponentModel.DataAnnotations;

namespace Holdfast.Configuration;

/// <summary>A list of Slack's ids: a name or an address in their place would never match anybody, and nobody would notice.</summary>
/// <param name="initials">The letters that such ids begin with.</param>
/// <param name="kind">What they are ids of, for people.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IdsAttribute(string initials, string kind) : ValidationAttribute
{
    private const int MinLength = 3;

    /// <summary>The letters that such ids begin with.</summary>
    public string Initials => initials;

    /// <summary>What they are ids of.</summary>
    public string Kind => kind;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        if (value is not IEnumerable<string> ids || ids.FirstOrDefault(id => !IsId(id)) is not { } wrong)
            return ValidationResult.Success;
        var shapes = string.Join(" or ", initials.Select(initial => $"{initial}..."));
        return new ValidationResult($"{validationContext.MemberName} must hold ids of {kind} ({shapes}), not '{wrong}'.", [validationContext.MemberName!]);
    }

    private bool IsId(string id) => id.Length >= MinLength && initials.Contains(id[0], StringComparison.Ordinal) && id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
