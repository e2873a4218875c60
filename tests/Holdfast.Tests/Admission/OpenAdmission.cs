using Holdfast.Admission;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Runs;

namespace Holdfast.Tests.Admission;

/// <summary>Nobody has a say, so everybody is let in; and a book in which nothing is kept.</summary>
internal static class OpenAdmission
{
    public static Admissions Everybody { get; } = new([]);

    public static IUsageBook NoBook { get; } = new NothingKept();

    public static RunAdmission OfRuns(TimeProvider time, Admissions? admissions = null) => new(admissions ?? Everybody, NoBook, new MessageComposer(time), time);

    private sealed class NothingKept : IUsageBook
    {
        public StoredRecord? Entry(UsageOf about, UsageAmount what) => null;
    }
}
