using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Holdfast.Hosting.Configuration;

/// <summary>
/// Asks options and their attributes what is wrong with them, as .NET's <see cref="Validator"/> does. That one looks for the attributes through type
/// descriptors, which took a tenth of a start.
/// </summary>
internal static class OptionsValidation
{
    /// <summary>Everything that is wrong: of the properties, or, where each is right in itself, of all together.</summary>
    /// <param name="options">The options.</param>
    /// <param name="properties">Those of their properties that a configuration can set.</param>
    public static IReadOnlyList<ValidationResult> ProblemsOf(object options, IEnumerable<PropertyInfo> properties)
    {
        var problems = properties.SelectMany(property => ProblemsOf(options, property)).ToList();
        if (problems.Count > 0 || options is not IValidatableObject whole)
            return problems;
        return [.. whole.Validate(ContextOf(options, options.GetType().Name))];
    }

    private static IEnumerable<ValidationResult> ProblemsOf(object options, PropertyInfo property)
    {
        var attributes = (ValidationAttribute[])property.GetCustomAttributes(typeof(ValidationAttribute), inherit: true);
        if (attributes.Length == 0)
            return [];
        var (value, context) = (property.GetValue(options), ContextOf(options, property.Name));

        // Of what is missing nothing else is said.
        var missing = attributes.OfType<RequiredAttribute>().Select(attribute => attribute.GetValidationResult(value, context)).OfType<ValidationResult>().ToList();
        return missing.Count > 0
            ? missing
            : attributes.Where(attribute => attribute is not RequiredAttribute).Select(attribute => attribute.GetValidationResult(value, context)).OfType<ValidationResult>();
    }

    private static ValidationContext ContextOf(object options, string name) => new(options, name, serviceProvider: null, items: null) { MemberName = name };
}
