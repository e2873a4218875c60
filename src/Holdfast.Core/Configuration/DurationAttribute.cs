using System.ComponentModel.DataAnnotations;

namespace Holdfast.Configuration;

/// <summary>Bounds a duration in the configuration.</summary>
/// <param name="minSeconds">The least, in seconds.</param>
/// <param name="maxSeconds">The most, in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute(double minSeconds, double maxSeconds) : ValidationAttribute
{
    /// <summary>The least, in seconds.</summary>
    public double MinSeconds => minSeconds;

    /// <summary>The most, in seconds.</summary>
    public double MaxSeconds => maxSeconds;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is TimeSpan duration && duration.TotalSeconds >= minSeconds && duration.TotalSeconds <= maxSeconds;

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        $"{name} must be between {TimeSpan.FromSeconds(minSeconds):c} and {TimeSpan.FromSeconds(maxSeconds):c} (days.hours:minutes:seconds).";
}
