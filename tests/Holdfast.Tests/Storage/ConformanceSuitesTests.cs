using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Storage;

public sealed class ConformanceSuitesTests
{
    [Fact]
    public void Every_conformance_suite_is_derived_here() =>
        Assert.Empty(ConformanceSuites.NotDerivedIn(typeof(ConformanceSuitesTests).Assembly));
}
