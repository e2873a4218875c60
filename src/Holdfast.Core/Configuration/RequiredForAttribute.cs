using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Holdfast.Configuration;

/// <summary>A text that must be there when another property of the same options is true.</summary>
/// <param name="condition">The name of that property.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredForAttribute(string condition) : ValidationAttribute
{
    /// <summary>The name of the property that says when.</summary>
    public string Condition => condition;

    /// <inheritdoc/>
    public override bool RequiresValidationContext => true;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        var options = validationContext.ObjectInstance;
        var isNeeded = options.GetType().GetProperty(condition, BindingFlags.Public | BindingFlags.Instance)?.GetValue(options) is true;
        return isNeeded && string.IsNullOrWhiteSpace(value as string)
            ? new ValidationResult(FormatErrorMessage(validationContext.DisplayName), validationContext.MemberName is { } name ? [name] : null)
            : ValidationResult.Success;
    }
}
