using System.Data.Common;
using Holdfast.Items;

namespace Holdfast.Storage.Rows;

/// <summary>How a provider gives what columns of all providers hold alike and keep differently.</summary>
public interface IRowFormat
{
    /// <summary>An id.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Where.</param>
    static abstract ItemId Id(DbDataReader row, int column);

    /// <summary>A moment, to the microsecond.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Where.</param>
    static abstract DateTimeOffset Moment(DbDataReader row, int column);

    /// <summary>A length of time, to the microsecond.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Where.</param>
    static abstract TimeSpan Length(DbDataReader row, int column);

    /// <summary>Whether something holds.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Where.</param>
    static abstract bool Flag(DbDataReader row, int column);
}
