using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Holdfast.Diagnostics;

/// <summary>Checks of what must hold for durable state; they stay on in every build.</summary>
public static class Invariant
{
    /// <summary>Throws when the condition does not hold.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="expression">Its text, filled in by the compiler.</param>
    /// <exception cref="InvalidOperationException">The condition does not hold: a defect in Holdfast.</exception>
    public static void Check([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        if (!condition)
            throw new InvalidOperationException($"Invariant does not hold: {expression}. This is a defect in Holdfast; please report it.");
    }
}
