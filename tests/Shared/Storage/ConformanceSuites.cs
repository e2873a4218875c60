using System.Reflection;

namespace Holdfast.Testing.Storage;

/// <summary>Every provider derives every conformance suite: a suite that nobody derives would test nothing.</summary>
internal static class ConformanceSuites
{
    public static IReadOnlyList<string> NotDerivedIn(Assembly assembly)
    {
        var types = assembly.GetTypes();
        return
        [
            .. types
                .Where(suite => suite.IsAbstract && !suite.IsSealed && suite.Namespace == typeof(ConformanceSuites).Namespace)
                .Where(suite => !types.Any(type => !type.IsAbstract && suite.IsAssignableFrom(type)))
                .Select(suite => suite.Name),
        ];
    }
}
